import { implementation } from './base.ts';

export const runs = {
  watch: implementation.runs.watch.handler(({ context, signal }) => context.runs.watch(signal)),
  follow: implementation.runs.follow.handler(({ input, context, signal }) => context.runs.follow(input.id, signal)),
  say: implementation.runs.say.handler(({ input, context }) => {
    context.runs.say(input.id, input.what);
    return {};
  }),
  retry: implementation.runs.retry.handler(async ({ input, context }) => ({ runId: await context.runs.retry(input.id) })),
  dismiss: implementation.runs.dismiss.handler(({ input, context }) => {
    context.runs.dismiss(input.id);
    return {};
  }),
};
