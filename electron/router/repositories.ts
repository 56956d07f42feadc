import { countTags, listRepositories } from '../browse/repositories.ts';
import { recallNames, rememberNames } from '../index/name-memory.ts';
import { implementation } from './base.ts';

export const repositories = {
  list: implementation.repositories.list.handler(({ input: { connectionId, recall }, context: { index, clients }, signal }) => {
    const catalog = rememberNames(index, connectionId, listRepositories(clients.of(connectionId), signal));
    return recall ? recallNames(index, connectionId, catalog) : catalog;
  }),
  tagCount: implementation.repositories.tagCount.handler(async ({ input, context, signal }) => ({
    count: await countTags(context.clients.of(input.connectionId), input.repository, signal),
  })),
};
