import type { LayerUsers, SelectionWeight } from '../../shared/contract/storage.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation } from './base.ts';

export const storage = {
  read: implementation.storage.read.handler(async function* ({ input, context: { index, summaries } }) {
    const stop = new AbortController();
    // What has just been read is part of it.
    await summaries.flush();
    try {
      yield* emitted((emit) => index.ask({ kind: 'storage', ...input }, emit, stop.signal));
    } finally {
      stop.abort();
    }
  }),
  weigh: implementation.storage.weigh.handler(async ({ input, context: { index, summaries }, signal }) => {
    await summaries.flush();
    let weight: SelectionWeight = { total: 0, unique: 0, tags: 0, unread: 0, elsewhere: 0 };
    await index.ask({ kind: 'weigh', ...input }, (part) => (weight = part), signal);
    return weight;
  }),
  layerUsers: implementation.storage.layerUsers.handler(async ({ input, context: { index }, signal }) => {
    let users: LayerUsers = { tags: [], more: false };
    await index.ask({ kind: 'layer-users', ...input }, (part) => (users = part), signal);
    return users;
  }),
};
