import { hash } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { ImageSummary } from '../electron/browse/image-summary.ts';
import { LocalIndex } from '../electron/index/local-index.ts';
import type { SeenTag } from '../electron/index/messages.ts';
import { longestBlocks } from './support/bench/blocks.ts';
import { record } from './support/bench/record.ts';
import { median, p95 } from './support/page/typing.ts';

const REPOSITORIES = 50_000;
const TAGS_OF_EACH = 60;
const TAGS = REPOSITORIES * TAGS_OF_EACH;
/** Images that are described; tags of all repositories point to them. */
const IMAGES = 100_000;
/** Questions that wait for the thread at most. */
const WAITING = 64;
const TIMES = 9;

const connectionId = 'generated';
const digestOf = (name: string): string => `sha256:${hash('sha256', name)}`;
const repositoryOf = (i: number): string => `team-${i % 500}/service-${String(i).padStart(5, '0')}`;

const layers = Array.from({ length: 500 }, (_, i) => [digestOf(`layer ${i}`), 100_000 + i] as const);

const imageOf = (i: number): ImageSummary => ({
  digest: digestOf(`image ${i}`),
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: 'image',
  content: 'image',
  platforms: [{ os: 'linux', architecture: i % 5 === 0 ? 'arm64' : 'amd64' }],
  created: new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString(),
  layers: Array.from({ length: 6 }, (_, layer) => layers[(i * 7 + layer * 61) % layers.length] as (typeof layers)[number]),
  configs: [[digestOf(`config ${i}`), 2_000]],
  children: [],
  labels: [
    ['org.opencontainers.image.version', `${i % 40}.${i % 17}.${i % 9}`],
    ['team', `team-${i % 500}`],
  ],
});

/** Asks for one thing after the other without filling the memory of either side. */
async function askAll(index: LocalIndex, count: number, ask: (i: number) => Promise<void>): Promise<void> {
  const waiting: Promise<void>[] = [];
  for (let i = 0; i < count; i++) {
    waiting.push(ask(i));
    // They are answered in their order.
    if (waiting.length >= WAITING) await waiting.shift();
    // What is generated here would be read from a registry, a piece at a time.
    if (i % 16 === 0) await turn();
  }
  await Promise.all(waiting);
  await index.ask({ kind: 'stats' });
}

const tagsOf = (repository: number): SeenTag[] =>
  Array.from({ length: TAGS_OF_EACH }, (_, i) => [
    `${repository % 40}.${i}.0-b${repository}`,
    digestOf(`image ${(repository * 61 + i * 7) % IMAGES}`),
  ]);

/** Images in one question, as the reading of a repository asks it. */
const BATCH = 100;

const described = (i: number): ImageSummary[] => Array.from({ length: BATCH }, (_, image) => imageOf(i * BATCH + image));

async function fill(index: LocalIndex): Promise<{ images: number; tags: number }> {
  const started = performance.now();
  await askAll(index, IMAGES / BATCH, (i) =>
    index.ask({ kind: 'save', opens: false, connectionId, repository: repositoryOf(i), images: described(i) }),
  );
  const halfway = performance.now();
  await askAll(index, REPOSITORIES, async (i) => {
    const seen = { opens: false, connectionId, repository: repositoryOf(i), time: Date.now() };
    void index.ask({ kind: 'saw', ...seen, tags: tagsOf(i) });
    await index.ask({ kind: 'saw-all', ...seen });
  });
  return { images: halfway - started, tags: performance.now() - halfway };
}

/** The same questions, made and given to nobody: what making them, and this machine, block by themselves. */
async function makeOnly(): Promise<void> {
  for (let i = 0; i < 10_000; i++) {
    if (i < IMAGES / BATCH) structuredClone(described(i));
    structuredClone(tagsOf(i));
    await turn();
  }
}

/** ms for as many rows in a table of two columns, in one transaction: what SQLite needs for anything. */
function bareInserts(path: string, rows: number): number {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE bare (name TEXT, digest INTEGER, PRIMARY KEY (name)) WITHOUT ROWID; BEGIN');
  const insert = database.prepare('INSERT INTO bare VALUES (?, ?)');
  const started = performance.now();
  for (let i = 0; i < rows; i++) insert.run(`${i % 40}.${i % 60}.0-b${i}`, i);
  database.exec('COMMIT');
  const took = performance.now() - started;
  database.close();
  return took;
}

/** ms until an index that was not open has answered what a repository that is opened asks for. */
async function coldOpen(folder: string, repository: string): Promise<number> {
  const started = performance.now();
  const index = new LocalIndex(folder);
  let rows = 0;
  await index.ask({ kind: 'tags', connectionId, repository }, (part) => (rows += part.rows.length));
  const took = performance.now() - started;
  expect(rows).toBe(TAGS_OF_EACH);
  await index.close();
  return took;
}

/** What a person types, up to where they stop. */
const TYPED = ['service-049', 'team-17/serv', '12.7.0-b', 'sha256:4f', 'team=team-3', '1.9'] as const;

/** ms of each answer to each letter that is typed into the palette. */
async function typeInto(index: LocalIndex): Promise<number[]> {
  const times: number[] = [];
  for (const text of TYPED)
    for (let length = 1; length <= text.length; length++) {
      const started = performance.now();
      await index.ask({ kind: 'suggest', query: text.slice(0, length) });
      times.push(performance.now() - started);
    }
  return times;
}

test('an index of 3,000,000 tags', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-index-bench-'));
  const index = new LocalIndex(folder);
  const bare = bareInserts(join(folder, 'bare.sqlite'), 300_000);
  const floor = await longestBlocks(makeOnly);
  let took = { images: 0, tags: 0 };
  const block = await longestBlocks(async () => {
    took = await fill(index);
  });
  const perSecond = TAGS / (took.tags / 1000);
  record('Index of 3,000,000 tags: written', { value: perSecond, unit: 'tags/s', floor: 300_000 / (bare / 1000) });
  record('Index of 3,000,000 tags: 100,000 images written', { value: took.images / 1000, unit: 's' });
  record('Index of 3,000,000 tags: longest block of the main thread while it is written', {
    value: block.longest,
    unit: 'ms',
    floor: floor.longest,
    most: 20,
  });
  record('Index of 3,000,000 tags: processor time of the main thread between two turns, at the most', {
    value: block.work,
    unit: 'ms',
    floor: floor.work,
  });
  await index.close();
  record('Index of 3,000,000 tags: file', { value: (await stat(join(folder, 'index.sqlite'))).size / 1e6, unit: 'MB' });
  const opened: number[] = [];
  for (let i = 0; i < TIMES; i++) opened.push(await coldOpen(folder, repositoryOf(i * 5_000 + 17)));
  record('Index of 3,000,000 tags: opened, and the tags of a repository answered', { value: median(opened), unit: 'ms', most: 300 });
  const again = new LocalIndex(folder);
  await typeInto(again);
  const typed = await typeInto(again);
  record('Index of 3,000,000 tags: a letter typed into the search to its answer, p95', { value: p95(typed), unit: 'ms', most: 50 });
  await again.close();
  await rm(folder, { recursive: true, force: true });
});
