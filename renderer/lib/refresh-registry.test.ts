import { generateOperationKey } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { refreshRegistry } from './refresh-registry.ts';

test('what was read of one registry is asked again, and nothing of another', async () => {
  const queries = new QueryClient();
  const keysOf = (id: string) => [
    generateOperationKey(['repositories', 'list'], { input: { connectionId: id } }),
    generateOperationKey(['tags', 'read'], { input: { connectionId: id, repository: 'team/api' } }),
    generateOperationKey(['connections', 'ping'], { type: 'query', input: { id } }),
  ];
  const general = generateOperationKey(['connections', 'list'], { type: 'query' });
  for (const key of [...keysOf('one'), ...keysOf('two'), general]) queries.setQueryData(key, {});
  await refreshRegistry(queries, 'one');
  const isStale = (key: readonly unknown[]): boolean | undefined => queries.getQueryState(key)?.isInvalidated;
  expect(keysOf('one').map(isStale)).toEqual([true, true, true]);
  expect([...keysOf('two'), general].map(isStale)).toEqual([false, false, false, false]);
});
