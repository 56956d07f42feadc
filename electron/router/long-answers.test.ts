import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newDataFolder, removeFolder } from '../../e2e/support/hosts/browser-host.ts';
import type { StorageResult } from '../../shared/contract/storage.ts';
import { LocalIndex } from '../index/local-index.ts';
import { IndexedSummaries } from '../index/summaries.ts';
import { Log } from '../log/log.ts';
import type { Services } from './base.ts';
import { router } from './router.ts';

const place = { connectionId: 'c1', repository: 'team/api' };
const TAGS = 20_000;

let folder: string;
let index: LocalIndex;
let client: ReturnType<typeof clientOf>;

// Of the services, these procedures use no others.
const clientOf = (services: Pick<Services, 'index' | 'summaries' | 'log'>) => createRouterClient(router, { context: services as Services });

const saw = (from: number): Promise<void> => {
  const tags = Array.from({ length: 1_000 }, (_, i) => [`build-${from + i}`, `sha256:${String(from + i).padStart(64, '0')}`] as const);
  return index.ask({ kind: 'saw', ...place, tags, time: 1 });
};

/** Tags as they are read: nobody waits for what is written. */
function sawAll(): void {
  for (let from = 0; from < TAGS; from += 1_000) void saw(from);
}

async function sumsOfAll(): Promise<StorageResult | undefined> {
  const asked = { connectionId: 'c1', scope: { kind: 'folder', folder: '' }, by: 'repository' } as const;
  for await (const event of await client.storage.read(asked)) if (event.kind === 'result') return event.result;
  return undefined;
}

beforeEach(async () => {
  folder = await newDataFolder();
  index = new LocalIndex(folder);
  client = clientOf({ index, summaries: new IndexedSummaries(index, folder), log: new Log(folder) });
  await saw(0);
});
afterEach(async () => {
  await index.close();
  await removeFolder(folder);
});

test('sums are of everything that was read before they were asked for, also where it is still being written', async () => {
  // Both threads run.
  expect((await sumsOfAll())?.figures.tags).toBe(1_000);
  sawAll();
  expect((await sumsOfAll())?.figures.tags).toBe(TAGS);
});

test('a search that finds nothing for long ends once the page has left it', async () => {
  sawAll();
  await index.written();
  const left = new AbortController();
  const found = await client.search.find({ query: '/no-such-name/', scope: {}, most: 2_000 }, { signal: left.signal });
  const first = found[Symbol.asyncIterator]().next();
  left.abort();
  await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
});
