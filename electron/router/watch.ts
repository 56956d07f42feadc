import { implementation } from './base.ts';

export const watch = {
  list: implementation.watch.list.handler(({ context }) => context.watcher.list()),
  add: implementation.watch.add.handler(async ({ input, context }) => ({ isAdded: await context.watcher.add(input) })),
  pause: implementation.watch.pause.handler(async ({ input, context }) => {
    await context.watcher.pause(input.id, input.isPaused);
    return {};
  }),
  remove: implementation.watch.remove.handler(async ({ input, context }) => {
    await context.watcher.remove(input.id);
    return {};
  }),
  found: implementation.watch.found.handler(({ input, context, signal }) => context.watcher.found(input.isMetered, signal)),
};
