import type { UpdatesEvent } from '../../shared/contract/updates.ts';
import { implementation } from './base.ts';

/** Of a copy that something else updates. */
async function* elsewhere(): AsyncGenerator<UpdatesEvent> {
  yield { state: { kind: 'elsewhere' }, packagedFeed: '' };
}

export const updates = {
  watch: implementation.updates.watch.handler(({ context, signal }) => context.updates?.watch(signal) ?? elsewhere()),
  check: implementation.updates.check.handler(({ context }) => {
    context.updates?.check();
    return {};
  }),
  install: implementation.updates.install.handler(({ context }) => ({ held: context.updates?.installNow() === false })),
};
