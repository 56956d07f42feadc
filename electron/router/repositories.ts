import { countTags, listRepositories } from '../browse/repositories.ts';
import { rememberNames } from '../index/name-memory.ts';
import { implementation } from './base.ts';

export const repositories = {
  list: implementation.repositories.list.handler(({ input, context, signal }) =>
    rememberNames(context.index, input.connectionId, listRepositories(context.clients.of(input.connectionId), signal)),
  ),
  tagCount: implementation.repositories.tagCount.handler(async ({ input, context, signal }) => ({
    count: await countTags(context.clients.of(input.connectionId), input.repository, signal),
  })),
};
