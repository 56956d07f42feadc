import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../e2e/support/connect.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import type { ReadTag, TagDetail, TagEvent } from '../../shared/contract/tags.ts';
import type { RegistryClient } from '../registry/client.ts';
import { putImage } from '../sample/store.ts';
import type { ImageSummary } from './image-summary.ts';
import type { TagMemory } from './tag-memory.ts';
import { readFirst, startTagRead } from './tag-reads.ts';

const NAME = 'team/api';
const TAGS = 60;
let registry: RegistryDouble;
let client: RegistryClient;

beforeEach(async () => {
  registry = new RegistryDouble();
  client = connect(await registry.start());
  const layers = [{ instruction: 'RUN x', size: 10, seed: 'x' }];
  const tags = Array.from({ length: TAGS }, (_, i) => `1.0.${i}`);
  putImage(
    registry.store.repository(NAME),
    { layers, created: '2026-01-01T00:00:00Z', platform: { os: 'linux', architecture: 'amd64' } },
    tags,
  );
});

afterEach(async () => {
  await client.close();
  await registry.stop();
});

const row = (tag: string): ReadTag => ({ state: 'read', tag, digest: 'd', mediaType: 'm', kind: 'image', content: 'image', platforms: [] });

/** Remembers two parts. */
const memory: TagMemory = {
  async recall(onRows) {
    onRows({ asOf: 1, names: 'a\nb', rows: [row('a')] });
    onRows({ asOf: 1, names: '', rows: [row('b')] });
  },
  saw: () => {},
  sawAll: () => {},
};

const newCache = () => {
  const known = new Map<string, ImageSummary>();
  return {
    get: (digest: string) => known.get(digest),
    set: (summary: ImageSummary) => void known.set(summary.digest, summary),
    get size() {
      return known.size;
    },
    flush: async () => {},
  };
};

/** A reading as a page has it, which tells what is on screen with the first details where `tells` says so. When each kind of event came first and last. */
async function read({ recall, tells }: { readonly recall: boolean; readonly tells: boolean }) {
  const times: { readonly kind: string; readonly at: number; readonly asked: number }[] = [];
  const cache = newCache();
  const reading = { client, repository: NAME, openCache: async () => cache, memory, recall, readId: 'r', isShown: true, signal: undefined };
  for await (const { kind } of startTagRead(reading)) {
    const asked = registry.requests.filter(({ path }) => path.includes('/manifests/')).length;
    times.push({ kind, at: performance.now(), asked });
    if (kind === 'details' && tells) readFirst('r', ['1.0.0']);
  }
  return times;
}

test('what is remembered of the rows on screen has time to be drawn before the rest comes', async () => {
  const [first, second] = (await read({ recall: true, tells: true })).filter(({ kind }) => kind === 'remembered');
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(100);
});

test('until the page has drawn its first rows, or time is up, no others are read', async () => {
  const told = await read({ recall: false, tells: true });
  expect(told.find(({ kind }) => kind === 'details')?.asked).toBeLessThanOrEqual(24);
  expect(told.at(-1)).toMatchObject({ kind: 'end', asked: TAGS });
  registry.requests.splice(0);
  // A page that says nothing is waited for no longer than it takes to draw.
  expect((await read({ recall: false, tells: false })).at(-1)).toMatchObject({ kind: 'end', asked: TAGS });
});

/** All that is told of a reading that remembers these rows and these images, and what it notes as seen. */
async function readAgain(remembered: readonly ReadTag[], cache: ReturnType<typeof newCache>) {
  const events: TagEvent[] = [];
  const saw: TagDetail[] = [];
  const knows: TagMemory = {
    recall: async (onRows) => onRows({ asOf: 1, names: remembered.map(({ tag }) => tag).join('\n'), rows: remembered }),
    saw: (details) => void saw.push(...details),
    sawAll: () => {},
  };
  const reading = { client, repository: NAME, openCache: async () => cache, memory: knows, recall: true, readId: 'r', signal: undefined };
  for await (const event of startTagRead({ ...reading, isShown: false })) events.push(event);
  const told = events.filter((event) => event.kind === 'details');
  return { news: told.flatMap(({ details }) => details), unchanged: told.reduce((sum, { unchanged = 0 }) => sum + unchanged, 0), saw };
}

test('of rows that a page was told as remembered, only those that have changed are told again', async () => {
  const cache = newCache();
  const { saw: first } = await readAgain([], cache);
  const rows = first.filter((detail) => detail.state === 'read' && !detail.pending) as ReadTag[];
  expect(rows).toHaveLength(TAGS);
  const same = await readAgain(rows, cache);
  expect(same).toMatchObject({ unchanged: TAGS });
  const moved = rows.map((row) => (row.tag === '1.0.7' ? { ...row, digest: `sha256:${'0'.repeat(64)}` } : row));
  const again = await readAgain(moved, cache);
  expect(again.news.map(({ tag }) => tag)).toEqual(['1.0.7']);
  expect(again.saw.map(({ tag }) => tag)).toContain('1.0.9');
});
