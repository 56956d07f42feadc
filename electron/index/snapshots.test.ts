import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Steps } from './long-answers.ts';
import type { Part } from './messages.ts';
import { openIndex } from './open.ts';
import { Rows } from './rows.ts';
import { Snapshots } from './snapshots.ts';
import { Tags } from './tags.ts';
import { clear } from './upkeep.ts';

const place = { connectionId: 'c1', repository: 'team/api' };
const find = { kind: 'find', query: 'build', scope: {}, most: 2_000 } as const;
const digestOf = (at: number): string => `sha256:${String(at).padStart(64, '0')}`;

let folder: string;
let path: string;
let writer: DatabaseSync;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-snapshots-'));
  path = join(folder, 'index.sqlite');
  writer = openIndex(path).database;
  saw(0, 1_000);
});
afterEach(async () => {
  writer.close();
  await rm(folder, { recursive: true, force: true });
});

function saw(from: number, count: number): void {
  const tags = Array.from({ length: count }, (_, at) => [`build-${String(from + at).padStart(6, '0')}`, digestOf(from + at)] as const);
  new Tags(new Rows(writer)).saw(place, tags, 1);
}

/** What a scan does to a repository that is being searched: the first names are deleted, the last are new. */
function move(): void {
  writer.exec("DELETE FROM tag WHERE name < 'build-000500'");
  saw(1_000, 500);
}

const namesOf = (part: Part | undefined): string[] =>
  part && 'kind' in part && part.kind === 'found' ? part.results.flatMap((result) => (result.kind === 'tag' ? [result.tag] : [])) : [];
const rest = (steps: Steps<Part>): string[] => [...steps].flatMap(namesOf);
const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `build-${String(from + at).padStart(6, '0')}`);

/** The parts up to the first that names something. */
function firstOf(steps: Steps<Part>): string[] {
  for (;;) {
    const { value, done } = steps.next();
    const found = done ? [] : namesOf(value ?? undefined);
    if (done || found.length > 0) return found;
  }
}

test('a search tells what there was when it began, whatever is written meanwhile, and the next one what there is now', () => {
  const snapshots = new Snapshots(path);
  const steps = snapshots.answer(find);
  const first = firstOf(steps);
  expect(first.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(500);
  move();
  const other = rest(snapshots.answer(find));
  expect([...first, ...rest(steps)].toSorted()).toEqual(names(0, 1_000));
  expect(other.toSorted()).toEqual(names(500, 1_500));
  snapshots.close();
});

const logBytes = async (): Promise<number> => (await stat(`${path}-wal`)).size;
const isBusy = (mode: 'FULL' | 'TRUNCATE'): boolean =>
  (writer.prepare(`PRAGMA wal_checkpoint(${mode})`).get() as { busy: number }).busy === 1;
/** Whether anything is being read from the log. */
const isHeld = (): boolean => isBusy('TRUNCATE');
/** Whether something sees the file as it was before the last write. */
const isBehind = (): boolean => isBusy('FULL');

test('the log of what is written is kept for a search no longer than it lasts, is wanted, or may', async () => {
  writer.exec('PRAGMA busy_timeout = 0');
  const snapshots = new Snapshots(path);
  const ended = snapshots.answer(find);
  firstOf(ended);
  move();
  expect(isHeld()).toBe(true);
  rest(ended);
  expect(isHeld()).toBe(false);
  expect(await logBytes()).toBe(0);

  const left = snapshots.answer(find);
  firstOf(left);
  saw(1_500, 10);
  expect(isHeld()).toBe(true);
  left.return();
  expect(isHeld()).toBe(false);
  snapshots.close();

  const brief = new Snapshots(path, 0);
  const steps = brief.answer(find);
  firstOf(steps);
  saw(1_510, 10);
  expect(isBehind()).toBe(true);
  steps.next();
  expect(isBehind()).toBe(false);
  expect(rest(steps)).toContain('build-001519');
  brief.close();
});

test('what is cleared during a search goes at once, without waiting for it', () => {
  const snapshots = new Snapshots(path);
  const steps = snapshots.answer(find);
  const first = firstOf(steps);
  const before = performance.now();
  clear(writer);
  // The writer waits five seconds for a lock.
  expect(performance.now() - before).toBeLessThan(2_500);
  expect([...first, ...rest(steps)]).toHaveLength(1_000);
  expect(rest(snapshots.answer(find))).toEqual([]);
  snapshots.close();
});
