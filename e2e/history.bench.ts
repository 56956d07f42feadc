import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { History } from '../electron/storage/history/history.ts';
import { record } from './support/bench/record.ts';

const TAGS = 10_000;
/** Requests for one tag by the placeholder way: prove, replace, delete, verify the rights. */
const A_TAG = 4;
const STEPS = TAGS * A_TAG;
/** Steps at the start and at the end that are compared. */
const COMPARED = 2_000;
/** Times that a short measurement is repeated. */
const TIMES = 15;

const digestOf = (i: number): string => `sha256:${i.toString(16).padStart(64, '0')}`;
const subject = {
  connection: { id: 'c', name: 'Production', url: 'https://registry.example.com' },
  repository: 'team/nightly',
  what: 'delete-many',
  tag: 'nightly-0',
} as const;
const moves = (count: number) => Array.from({ length: count }, (_, i) => ({ tag: `nightly-${i}`, before: digestOf(i), after: null }));
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-bench-'));
  folders.push(folder);
  return folder;
}
test.afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** ms of each step of a change that is left open, as where the process is killed. */
async function recordSteps(folder: string, tags: number, steps: number): Promise<number[]> {
  const history = new History(folder);
  const change = await history.begin({ ...subject, moves: moves(tags) });
  const took: number[] = [];
  for (let n = 0; n < steps; n++) {
    const reference = `nightly-${Math.floor(n / A_TAG)}`;
    const started = performance.now();
    await change.step({ method: 'PUT', reference, digest: digestOf(n), mediaType: 'application/json', why: 'replace' }, async () => 201);
    took.push(performance.now() - started);
  }
  await history.close();
  return took;
}

/** What a start and a window that opens ask for; in ms and bytes. */
async function opened(folder: string): Promise<{ start: number; list: number; bytes: number }> {
  const begun = performance.now();
  const history = new History(folder);
  const waiting = await history.interrupted();
  const started = performance.now();
  const page = await history.list({ limit: 50, search: '' });
  const listed = performance.now();
  return { start: started - begun, list: listed - started, bytes: bytesOf(waiting) + bytesOf(page) };
}

async function openings(folder: string): Promise<{ start: number; list: number; bytes: number }> {
  const all = [];
  for (let i = 0; i < TIMES; i++) all.push(await opened(folder));
  return { start: median(all.map(({ start }) => start)), list: median(all.map(({ list }) => list)), bytes: all[0]?.bytes ?? 0 };
}

async function timed<T>(work: () => Promise<T>): Promise<{ took: number; result: T }> {
  const all: number[] = [];
  let result = await work();
  for (let i = 0; i < TIMES; i++) {
    const started = performance.now();
    result = await work();
    all.push(performance.now() - started);
  }
  return { took: median(all), result };
}

test('a change of 10,000 tags and 40,000 steps costs what a small one costs: a step, a start, an open window, a page', async () => {
  const [small, large] = [await newFolder(), await newFolder()];
  await recordSteps(small, 1, A_TAG);
  const took = await recordSteps(large, TAGS, STEPS);
  const [first, last] = [took.slice(0, COMPARED), took.slice(-COMPARED)];
  record('A step of a change, the last 2,000 of 40,000', { value: median(last), unit: 'ms', floor: median(first), mostRatio: 2 });

  // The first ones are slower, whatever is opened.
  await openings(small);
  const empty = await openings(await newFolder());
  const [a, b] = [await openings(small), await openings(large)];
  record('Start with a change of 40,000 steps left open, beside one of 4', {
    value: b.start,
    unit: 'ms',
    floor: a.start,
    most: a.start + 25,
  });
  record('First page of the history', { value: b.list, unit: 'ms', floor: empty.list });
  record('First page of the history: to the page', {
    value: b.bytes / 1000,
    unit: 'kB',
    floor: a.bytes / 1000,
    most: (a.bytes + 100) / 1000,
  });

  const history = new History(large);
  const [{ id = '' } = {}] = await history.interrupted();
  const done = await timed(() => history.done(id));
  record('How far a change of 40,000 steps came, counted after the start', { value: done.took, unit: 'ms' });
  const page = await timed(() => history.steps(id, { from: 0, limit: 50 }));
  record('First page of the steps of a change of 40,000', { value: page.took, unit: 'ms', most: 50 });
  const { size } = await stat(join(large, 'history/open', `${id}.jsonl`));
  const late = await timed(() => history.steps(id, { from: size - 100_000, limit: 50 }));
  record('A page near the end of its steps', { value: late.took, unit: 'ms', floor: page.took, most: 50 });
  expect(bytesOf(page.result)).toBeLessThan(50_000);
  const before = process.memoryUsage().heapUsed;
  const whole = await timed(() => history.get(id));
  const heap = Math.max(0, process.memoryUsage().heapUsed - before);
  record('Its 10,000 tags for an undo, read as a stream', { value: whole.took, unit: 'ms' });
  record('Its 10,000 tags for an undo: heap', { value: heap / 1e6, unit: 'MB', most: 100 });
  expect(whole.result?.moves).toHaveLength(TAGS);
  const archived = await timed(async () => {
    const again = new History(large);
    return again.list({ limit: 50, search: 'nightly-9999' });
  });
  record('A search of the history that finds its last tag', { value: archived.took, unit: 'ms', most: 500 });
  expect(archived.result.entries).toHaveLength(1);
  expect(await readdir(join(large, 'history/open'))).toHaveLength(1);
});
