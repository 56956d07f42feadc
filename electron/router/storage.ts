import type { LayerUsers, SelectionWeight } from '../../shared/contract/storage.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation, written } from './base.ts';

export const storage = {
  read: implementation.storage.read.handler(async function* ({ input, context, signal }) {
    await written(context);
    yield* emitted((emit) => context.index.ask({ kind: 'storage', ...input }, emit, signal));
  }),
  weigh: implementation.storage.weigh.handler(async ({ input, context, signal }) => {
    await written(context);
    let weight: SelectionWeight = { total: 0, unique: 0, tags: 0, unread: 0, elsewhere: 0 };
    await context.index.ask({ kind: 'weigh', ...input }, (part) => (weight = part), signal);
    return weight;
  }),
  layerUsers: implementation.storage.layerUsers.handler(async ({ input, context: { index }, signal }) => {
    let users: LayerUsers = { tags: [], more: false };
    await index.ask({ kind: 'layer-users', ...input }, (part) => (users = part), signal);
    return users;
  }),
};
