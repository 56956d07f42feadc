import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@playwright/test';
import { LocalIndex } from '../electron/index/local-index.ts';
import type { Filled } from './support/bench/fill-index.ts';
import { connectionId, REPOSITORIES, repositoryOf, TAGS_OF_EACH } from './support/bench/generated-index.ts';
import { record } from './support/bench/record.ts';
import { median, p95 } from './support/page/typing.ts';
import { run } from './support/process.ts';

const TAGS = REPOSITORIES * TAGS_OF_EACH;
const TIMES = 9;

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
  const bare = bareInserts(join(folder, 'bare.sqlite'), 300_000);
  const filler = join(import.meta.dirname, 'support/bench/fill-index.ts');
  const { images, tags, block, floor } = JSON.parse(await run(process.execPath, [filler, folder])) as Filled;
  const perSecond = TAGS / (tags / 1000);
  record('Index of 3,000,000 tags: written', { value: perSecond, unit: 'tags/s', floor: 300_000 / (bare / 1000) });
  record('Index of 3,000,000 tags: 100,000 images written', { value: images / 1000, unit: 's' });
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
