import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImageSummary } from '../browse/image-summary.ts';
import { LocalIndex } from './local-index.ts';
import { IMAGES } from './migrations/0001-images.ts';
import { IndexedSummaries } from './summaries.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-labels-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;

const image = (letter: string, more: Partial<ImageSummary> = {}): ImageSummary => ({
  digest: digestOf(letter),
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: 'image',
  content: 'image',
  platforms: [],
  layers: [],
  configs: [],
  children: [],
  ...more,
});

/** What is done with one start of Longshore. */
async function during<T>(work: (summaries: IndexedSummaries) => Promise<T>): Promise<T> {
  const index = new LocalIndex(folder);
  const summaries = new IndexedSummaries(index, folder);
  const result = await work(summaries);
  await summaries.flush();
  await index.close();
  return result;
}

/** `digest key=value`, of all images, and how many pairs are kept for them. */
function inFile(): readonly [string[], number] {
  const database = new DatabaseSync(join(folder, 'index.sqlite'));
  const rows = database
    .prepare(
      'SELECT hex(m.digest) AS digest, p.key, p.value FROM labelled l JOIN manifest m ON m.id = l.manifest JOIN pair p ON p.id = l.pair ORDER BY 1, 2, 3',
    )
    .all() as { digest: string; key: string; value: string }[];
  const { n } = database.prepare('SELECT count(*) AS n FROM pair').get() as { n: number };
  database.close();
  return [rows.map(({ digest, key, value }) => `${digest[0]} ${key}=${value}`), n];
}

test('labels and annotations are kept once each, for every image that has them, and not in memory', async () => {
  await during(async (all) => {
    const api = await all.of('c1', 'team/api');
    api.set(image('a', { labels: [['team', 'x']], annotations: [['team', 'x']] }));
    api.set(image('b', { labels: [['team', 'x']], annotations: [['team', 'y']] }));
    api.set(image('c'));
    expect(api.get(digestOf('a'))).toEqual(image('a'));
  });
  expect(inFile()).toEqual([['A team=x', 'B team=x', 'B team=y'], 2]);
  await during((all) => all.forget('c1'));
  expect(inFile()).toEqual([[], 0]);
});

test('an index file without labels is read again: its images are unknown until then, and what its tags point to is known', async () => {
  const old = new DatabaseSync(join(folder, 'index.sqlite'));
  old.exec(`${IMAGES} PRAGMA user_version = 1;
    INSERT INTO connection (name) VALUES ('c1');
    INSERT INTO repository (connection, name, opened, listed) VALUES (1, 'team/api', 1, 1);
    INSERT INTO shape (media_type, kind, content, artifact_type, platforms) VALUES ('x', 'image', 'image', '', '[]');
    INSERT INTO manifest (digest, shape) VALUES (x'${'aa'.repeat(32)}', 1);
    INSERT INTO held VALUES (1, 1);
    INSERT INTO tag VALUES (1, '1.0', 1, 1);`);
  old.close();
  await during(async (all) => {
    const api = await all.of('c1', 'team/api');
    expect(api.size).toBe(0);
    api.set(image('a', { labels: [['team', 'x']] }));
  });
  expect(inFile()).toEqual([['A team=x'], 1]);
  expect(await during(async (all) => (await all.of('c1', 'team/api')).get(digestOf('a')))).toEqual(image('a'));
  const database = new DatabaseSync(join(folder, 'index.sqlite'));
  expect(database.prepare('SELECT name FROM tag').all()).toEqual([{ name: '1.0' }]);
  database.close();
});
