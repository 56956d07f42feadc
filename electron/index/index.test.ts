import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, open, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Coverage, IndexTrouble } from '../../shared/contract/local-index.ts';
import type { CatalogEvent } from '../../shared/contract/repositories.ts';
import type { ReadTag, TagDetail } from '../../shared/contract/tags.ts';
import { joinNames, splitNames } from '../../shared/name-lines.ts';
import { type ImageSummary, rowOf } from '../browse/image-summary.ts';
import type { RememberedRows } from '../browse/tag-memory.ts';
import { LocalIndex } from './local-index.ts';
import { IMAGES } from './migrations/0001-images.ts';
import { recallNames, rememberNames } from './name-memory.ts';
import { IndexedSummaries } from './summaries.ts';
import { tagMemory } from './tag-memory.ts';

let folder: string;
let troubles: IndexTrouble[];
const running: LocalIndex[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-index-'));
  troubles = [];
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((index) => index.close()));
  await rm(folder, { recursive: true, force: true });
});

const hex = (name: string): string => createHash('sha256').update(name).digest('hex');
const digest = (name: string): string => `sha256:${hex(name)}`;
const file = (): string => join(folder, 'index.sqlite');

const summaryOf = (name: string, more: Partial<ImageSummary> = {}): ImageSummary => ({
  digest: digest(name),
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  kind: 'image',
  content: 'image',
  platforms: [{ os: 'linux', architecture: 'amd64' }],
  created: '2026-01-01T00:00:00.000Z',
  layers: Array.from({ length: 8 }, (_, i) => [digest(`${name} ${i}`), 1000 + i] as const),
  configs: [[digest(`${name} config`), 200]],
  children: [],
  ...more,
});

/** What one start of Longshore has: its summaries, and how it ends. */
function start() {
  const index = new LocalIndex(folder, (trouble) => troubles.push(trouble));
  running.push(index);
  const summaries = new IndexedSummaries(index, folder);
  return {
    index,
    summaries,
    of: (repository: string, connection = 'c1') => summaries.of(connection, repository),
    async end() {
      await summaries.flush();
      await index.close();
    },
  };
}

async function known(repository: string, connection = 'c1') {
  const longshore = start();
  const found = await longshore.of(repository, connection);
  await longshore.end();
  return found;
}

describe('what was read is known after a restart', () => {
  test.each<[string, Partial<ImageSummary>]>([
    ['an image', {}],
    ['one without a date', { created: undefined as never }],
    ['an artifact', { kind: 'artifact', content: 'chart', artifactType: 'application/vnd.cncf.helm.config.v1+json', platforms: [] }],
    ['a signature', { subject: digest('subject'), platforms: [] }],
    ['an index with a limit', { kind: 'index', children: [digest('x'), digest('y')], covers: { limit: 100, read: 100, all: 250 } }],
    ['one that is too large', { overLimit: true, layers: [], configs: [] }],
    [
      'layers twice, and of sha512',
      {
        layers: [
          [digest('same'), 1],
          [digest('same'), 1],
          [`sha512:${hex('a')}${hex('b')}`, 2],
        ],
      },
    ],
    [
      'several configs in their order',
      {
        configs: [
          [digest('1'), 1],
          [digest('2'), 2],
          [digest('3'), 3],
        ],
      },
    ],
  ])('%s', async (name, more) => {
    const longshore = start();
    const summary = JSON.parse(JSON.stringify(summaryOf(name, more))) as ImageSummary;
    (await longshore.of('team/api')).set(summary);
    await longshore.end();
    expect((await known('team/api')).get(summary.digest)).toEqual(summary);
    expect((await known('team/web')).size).toBe(0);
    expect((await known('team/api', 'c2')).size).toBe(0);
  });

  test('of 2,000 images in several parts, each with its own layers; those that they share are one object', async () => {
    const shared = [digest('base'), 5_000_000] as const;
    const longshore = start();
    const summaries = await longshore.of('team/api');
    const all = Array.from({ length: 2_000 }, (_, i) => summaryOf(`image ${i}`, { layers: [shared, [digest(`layer ${i}`), i]] }));
    for (const summary of all) summaries.set(summary);
    await longshore.end();
    const found = await known('team/api');
    expect(all.map((summary) => found.get(summary.digest))).toEqual(all);
    expect(found.get(all[0]?.digest ?? '')?.layers[0]).toBe(found.get(all[1999]?.digest ?? '')?.layers[0]);
  });

  test('a size that one manifest says of a layer says nothing about another manifest', async () => {
    const longshore = start();
    (await longshore.of('evil')).set(summaryOf('liar', { layers: [[digest('base'), 1]] }));
    (await longshore.of('team/api')).set(summaryOf('honest', { layers: [[digest('base'), 5_000]] }));
    await longshore.end();
    expect((await known('team/api')).get(digest('honest'))?.layers).toEqual([[digest('base'), 5_000]]);
  });

  test('one that was read with a greater limit replaces what was known, a smaller one does not', async () => {
    const limited = (limit: number) => summaryOf('many', { kind: 'index', covers: { limit, read: limit, all: 900 } });
    for (const [set, kept] of [
      [100, 100],
      [300, 300],
      [200, 300],
    ] as const) {
      const longshore = start();
      (await longshore.of('team/api')).set(limited(set));
      await longshore.end();
      expect((await known('team/api')).get(digest('many'))?.covers?.limit).toBe(kept);
    }
  });

  test('repositories that were not used lately are dropped from memory, and read again from the index', async () => {
    const { of } = start();
    const first = await of('team/0');
    for (let repository = 0; repository < 30; repository++) {
      const summaries = await of(`team/${repository}`);
      for (let i = 0; i < 1_000; i++) summaries.set(summaryOf(`${repository} ${i}`, { layers: [] }));
    }
    const last = await of('team/29');
    const again = await of('team/0');
    expect(again).not.toBe(first);
    expect(again.get(digest('0 999'))).toEqual(summaryOf('0 999', { layers: [] }));
    expect(await of('team/29')).toBe(last);
  });

  test('files of an earlier version are read when their repository is opened, and deleted', async () => {
    const old = join(folder, 'cache', 'summaries-5', hex('c1').slice(0, 32), `${hex('team/api')}.jsonl`);
    await mkdir(dirname(old), { recursive: true });
    const text = JSON.stringify(summaryOf('old'));
    await writeFile(old, `\n${hex(text).slice(0, 16)} ${text}\nffffffffffffffff ${text}\n`);
    expect((await known('team/api')).get(digest('old'))).toEqual(summaryOf('old'));
    expect(existsSync(old)).toBe(false);
    expect((await known('team/api')).size).toBe(1);
  });
});

describe('what goes', () => {
  test('what only a removed registry had; what another has, too, stays', async () => {
    const longshore = start();
    (await longshore.of('team/api', 'c1')).set(summaryOf('shared'));
    (await longshore.of('team/api', 'c1')).set(summaryOf('own', { kind: 'index', children: [digest('child')] }));
    (await longshore.of('team/api', 'c2')).set(summaryOf('shared'));
    await longshore.summaries.flush();
    await longshore.summaries.forget('c1');
    (await longshore.of('team/api', 'c3')).set(summaryOf('removed meanwhile'));
    await longshore.summaries.flush();
    await longshore.summaries.prune(1_000_000_000, ['c2']);
    await longshore.end();
    expect([(await known('team/api', 'c1')).size, (await known('team/api', 'c3')).size]).toEqual([0, 0]);
    expect((await known('team/api', 'c2')).get(digest('shared'))).toEqual(summaryOf('shared'));
    expect(troubles).toEqual([]);
    const database = new DatabaseSync(file());
    expect(database.prepare('SELECT count(*) AS n FROM manifest').get()).toEqual({ n: 1 });
    expect(database.prepare('SELECT count(*) AS n FROM blob').get()).toEqual({ n: 9 });
    database.close();
  });

  test('what a repository reads after its registry was removed is not written', async () => {
    const longshore = start();
    const summaries = await longshore.of('team/api');
    await longshore.summaries.forget('c1');
    summaries.set(summaryOf('late'));
    await longshore.end();
    expect((await known('team/api')).size).toBe(0);
  });

  test('beyond a size, the repositories that were opened longest ago', async () => {
    for (const repository of ['old', 'new']) {
      const longshore = start();
      const summaries = await longshore.of(repository);
      for (let i = 0; i < 1_000; i++) summaries.set(summaryOf(`${repository} ${i}`));
      await longshore.end();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const before = (await stat(file())).size;
    const longshore = start();
    await longshore.summaries.prune(before * 0.7, ['c1']);
    await longshore.end();
    expect((await stat(file())).size).toBeLessThan(before * 0.7);
    expect([(await known('old')).size, (await known('new')).size]).toEqual([0, 1_000]);
  });
});

describe('how much is kept', () => {
  async function statsOf({ index }: { readonly index: LocalIndex }) {
    const parts: object[] = [];
    await index.ask({ kind: 'stats' }, (part) => parts.push(part));
    return parts;
  }

  test('is counted, and cleared with everything that is open', async () => {
    const longshore = start();
    expect(await statsOf(longshore)).toMatchObject([{ repositories: 0, tags: 0, images: 0 }]);
    const summaries = await longshore.of('team/api');
    for (let i = 0; i < 1_000; i++) summaries.set(summaryOf(`image ${i}`));
    tagMemory(longshore.index, { connectionId: 'c1', repository: 'team/api' }, 'person').saw([rowOf('1.0', summaryOf('image 1'))]);
    await longshore.summaries.flush();
    const [full] = (await statsOf(longshore)) as [{ bytes: number }];
    expect(full).toMatchObject({ repositories: 1, tags: 1, images: 1_000 });
    summaries.set(summaryOf('on its way'));
    await longshore.summaries.clear();
    const [empty] = (await statsOf(longshore)) as [{ bytes: number }];
    expect(empty).toMatchObject({ repositories: 0, tags: 0, images: 0 });
    expect(empty.bytes).toBeLessThan(full.bytes / 5);
    expect((await longshore.of('team/api')).size).toBe(0);
    // What is read afterwards is kept like anything else.
    (await longshore.of('team/api')).set(summaryOf('read again'));
    await longshore.end();
    expect((await known('team/api')).size).toBe(1);
    expect(troubles).toEqual([]);
  });
});

describe('a file that is not as it should be', () => {
  /** Something is read, written and read again, whatever the file is. */
  async function works(): Promise<void> {
    const longshore = start();
    const summaries = await longshore.of('team/api');
    summaries.set(summaryOf('after'));
    await longshore.summaries.flush();
    expect(summaries.get(digest('after'))).toEqual(summaryOf('after'));
    await longshore.end();
  }

  test('is made new where it is no database, and said', async () => {
    await writeFile(file(), 'this is no database, but long enough to be taken for one'.repeat(100));
    await works();
    expect(troubles).toEqual(['damaged']);
    expect((await known('team/api')).size).toBe(1);
    expect((await readdir(folder)).sort()).toEqual(['index.sqlite', 'index.sqlite.aside']);
  });

  test('is made new where it was cut or overwritten in the middle', async () => {
    const longshore = start();
    const summaries = await longshore.of('team/api');
    for (let i = 0; i < 3_000; i++) summaries.set(summaryOf(`image ${i}`));
    await longshore.end();
    const { size } = await stat(file());
    await truncate(file(), Math.floor(size / 2));
    await works();
    expect(troubles).toEqual(['damaged']);
    const handle = await open(file(), 'r+');
    for (let at = 4096; at < 60_000; at += 4096) await handle.write(Buffer.alloc(2_000, 0xff), 0, 2_000, at);
    await handle.close();
    await works();
    expect(troubles).toEqual(['damaged', 'damaged']);
    expect((await known('team/api')).get(digest('after'))).toEqual(summaryOf('after'));
  });

  test('of a newer version is set aside', async () => {
    const database = new DatabaseSync(file());
    database.exec('PRAGMA user_version = 99; CREATE TABLE future (x);');
    database.close();
    await works();
    expect(troubles).toEqual(['newer']);
    expect((await known('team/api')).size).toBe(1);
  });

  test('that is deleted while Longshore runs is made new', async () => {
    const longshore = start();
    const summaries = await longshore.of('team/api');
    summaries.set(summaryOf('before'));
    await longshore.summaries.flush();
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
    summaries.set(summaryOf('after'));
    await longshore.end();
    expect(troubles).toEqual(['deleted']);
    expect((await known('team/api')).get(digest('after'))).toEqual(summaryOf('after'));
  });

  test.each<[string, (longshore: ReturnType<typeof start>) => Promise<unknown>]>([
    ['deleted', async () => Promise.all((await readdir(folder)).map((name) => rm(join(folder, name), { recursive: true })))],
    ['cleared', ({ index }) => index.ask({ kind: 'clear' })],
  ])('that is %s while a repository is being read does not count it as read', async (_, lose) => {
    const longshore = start();
    const { index } = longshore;
    const at = { connectionId: 'c1', repository: 'team/api' };
    const coverage = async (): Promise<Coverage | undefined> => {
      let found: Coverage | undefined;
      await index.ask({ kind: 'coverage', connectionId: 'c1' }, (part) => (found = part));
      return found;
    };
    const whole = { read: 1, known: 1, oldest: expect.any(String) };
    const broken = tagMemory(index, at, 'person');
    broken.saw([rowOf('1.0', summaryOf('a'))]);
    await index.written();
    await lose(longshore);
    broken.saw([rowOf('1.1', summaryOf('b'))]);
    broken.sawAll();
    expect(await coverage()).toEqual({ read: 0, known: 1 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const next = tagMemory(index, at, 'person');
    next.saw([rowOf('1.0', summaryOf('a')), rowOf('1.1', summaryOf('b'))]);
    next.sawAll();
    expect(await coverage()).toEqual(whole);
    await longshore.end();
  });

  test('is left alone where nothing can be written: the index is in memory', async () => {
    await rm(folder, { recursive: true });
    await appendFile(folder, 'a file where the folder should be');
    const longshore = start();
    (await longshore.of('team/api')).set(summaryOf('kept in memory'));
    await longshore.summaries.flush();
    const other = new IndexedSummaries(longshore.index, folder);
    expect((await other.of('c1', 'team/api')).get(digest('kept in memory'))).toEqual(summaryOf('kept in memory'));
    expect(troubles).toEqual(['memory-only']);
  });

  test('stays open where a question, and not the file, was wrong', async () => {
    const { index, end } = start();
    const at = { connectionId: 'c1', repository: 'team/api' };
    const asked = index.ask({ kind: 'saw', ...at, tags: [['1.0', 7 as unknown as string]], time: 1 });
    await expect(asked).rejects.toThrow('TypeError');
    await index.ask({ kind: 'saw', ...at, tags: [['1.1', digest('one')]], time: 1 });
    await end();
    expect(troubles).toEqual([]);
  });

  test('that is locked for a moment is waited for', async () => {
    const { index, end } = start();
    await index.written();
    const other = new DatabaseSync(file());
    other.exec('BEGIN IMMEDIATE');
    const written = index.ask({ kind: 'named', connectionId: 'c1', names: ['team/api'], time: 1 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    other.exec('COMMIT');
    other.close();
    await written;
    await end();
    expect(troubles).toEqual([]);
  });

  test('a full disk ends the writing, not the reading', async () => {
    const script = join(folder, 'write.mjs');
    await writeFile(
      script,
      `import { LocalIndex } from '${join(import.meta.dirname, 'local-index.ts')}';
      import { IndexedSummaries } from '${join(import.meta.dirname, 'summaries.ts')}';
      // The system lets no file grow beyond its limit, and says so by a signal, too.
      process.on('SIGXFSZ', () => {});
      const index = new LocalIndex('${folder}', (trouble) => console.log(trouble));
      const summaries = await new IndexedSummaries(index, '${folder}').of('c1', 'team/api');
      const summary = ${JSON.stringify(summaryOf('x'))};
      for (let i = 0; i < 3000; i++) summaries.set({ ...summary, digest: 'sha256:' + String(i).padStart(64, '0') });
      await summaries.flush();
      console.log(summaries.size);
      await index.close();`,
    );
    const { stdout, stderr } = spawnSync('bash', ['-c', 'ulimit -f 300; exec "$0" "$1"', process.execPath, script], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['memory-only\n3000\n', '']);
  });
});

describe('the tags of a repository', () => {
  const place = { connectionId: 'c1', repository: 'team/api' };
  const row = (tag: string, name: string): ReadTag => rowOf(tag, summaryOf(name));

  /** One reading, as the tag reader makes it. */
  async function read(rows: readonly TagDetail[], isWhole = true) {
    const longshore = start();
    const summaries = await longshore.of('team/api');
    const memory = tagMemory(longshore.index, place, 'person');
    for (const detail of rows) if (detail.state === 'read') summaries.set(summaryOf(detail.tag.split('-').at(-1) ?? ''));
    memory.saw(rows);
    if (isWhole) memory.sawAll();
    await longshore.end();
    // Readings are told apart by their milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 3));
  }

  async function recall() {
    const longshore = start();
    const parts: RememberedRows[] = [];
    await tagMemory(longshore.index, place, 'person').recall((part) => parts.push(part));
    await longshore.end();
    return parts;
  }

  test('are remembered with their rows, in the order in which they are shown', async () => {
    const before = Date.now();
    await read([row('1.9-a', 'a'), row('latest-b', 'b'), row('1.10-c', 'c'), { state: 'not-found', tag: 'gone' }]);
    const [part] = await recall();
    expect(part).toEqual({
      asOf: expect.any(Number),
      names: 'latest-b\n1.10-c\n1.9-a',
      rows: [row('latest-b', 'b'), row('1.10-c', 'c'), row('1.9-a', 'a')],
    });
    expect(part?.asOf).toBeGreaterThanOrEqual(before);
  });

  test('keep what the product says of them, as long as it says it', async () => {
    const told = { pulled: '2026-11-02T03:04:05.000Z', immutable: true };
    const open = { ...row('2.0-b', 'b'), immutable: false };
    await read([{ ...row('1.0-a', 'a'), ...told }, open, row('3.0-c', 'c')]);
    expect((await recall())[0]?.rows).toEqual([row('3.0-c', 'c'), open, { ...row('1.0-a', 'a'), ...told }]);
    await read([row('1.0-a', 'a'), { state: 'failed', tag: '2.0-b', code: 'RATE_LIMITED' }]);
    expect((await recall())[0]?.rows).toEqual([open, row('1.0-a', 'a')]);
  });

  test('that were moved, deleted, or not to be read are as the last whole reading found them', async () => {
    await read([row('moved-a', 'a'), row('deleted-b', 'b'), row('failing-c', 'c')]);
    await read([
      row('moved-b', 'b'),
      { state: 'failed', tag: 'failing-c', code: 'RATE_LIMITED' },
      { ...row('moved-a', 'd'), digest: digest('b') },
    ]);
    expect((await recall())[0]?.rows.map(({ tag, digest: at }) => [tag, at])).toEqual([
      ['failing-c', digest('c')],
      ['moved-a', digest('b')],
      ['moved-b', digest('b')],
    ]);
  });

  test('that a reading saw before it was broken off are not shown as all there are', async () => {
    await read([row('first-a', 'a')], false);
    expect(await recall()).toEqual([]);
    await read([row('first-a', 'a'), row('second-b', 'b')]);
    await read([row('third-c', 'c')], false);
    expect((await recall())[0]?.names).toBe('first-a\nsecond-b\nthird-c');
  });

  test('that a reading saw are not forgotten by one that began earlier or later, whichever ends last', async () => {
    const { index, end } = start();
    const point = (tag: string, name: string) => [tag, digest(name)] as const;
    const saw = (time: number, ...tags: string[]) => index.ask({ kind: 'saw', ...place, tags: tags.map((tag) => point(tag, tag)), time });
    await saw(2, 'a', 'b');
    // A scan, which began before and asks more slowly.
    await saw(1, 'a', 'b');
    await index.ask({ kind: 'saw', ...place, tags: [['b', undefined]], time: 1 });
    await index.ask({ kind: 'saw-all', ...place, time: 2 });
    await end();
    expect((await recall())[0]?.names).toBe('a\nb');
  });

  test('come in parts, those at the top first', async () => {
    const rows = Array.from({ length: 2_200 }, (_, i) => row(`${i}-x`, 'x'));
    await read(rows);
    const parts = await recall();
    expect(parts.map(({ names, rows: some }) => [splitNames(names).length, some.length])).toEqual([
      [2_200, 100],
      [0, 1_000],
      [0, 1_000],
      [0, 100],
    ]);
    expect(parts.flatMap(({ rows: some }) => some.map(({ tag }) => tag)).join('\n')).toBe(parts[0]?.names);
  });
});

describe('the repositories that a registry names', () => {
  type Longshore = ReturnType<typeof start>;

  /** One catalog, as the router passes it on; what the page got. */
  async function list({ index }: Longshore, pages: readonly (readonly string[])[], end: Partial<CatalogEvent> = {}, connection = 'c1') {
    async function* catalog(): AsyncGenerator<CatalogEvent> {
      for (const names of pages) yield { kind: 'page', names: joinNames(names) };
      yield { kind: 'end', ...end } as CatalogEvent;
    }
    const events: CatalogEvent[] = [];
    for await (const event of rememberNames(index, connection, catalog())) events.push(event);
    // What is written is written in its order, and catalogs are told apart by their milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 30));
    return events;
  }

  async function coverage({ index }: Longshore, scope: { connectionId?: string; folder?: string } = { connectionId: 'c1' }) {
    const parts: Coverage[] = [];
    await index.ask({ kind: 'coverage', ...scope }, (part) => parts.push(part));
    return parts[0];
  }

  /** All tags of a repository are read. */
  function read({ index }: Longshore, repository: string, connectionId = 'c1') {
    const memory = tagMemory(index, { connectionId, repository }, 'person');
    memory.saw([rowOf('1.0', summaryOf(repository))]);
    memory.sawAll();
  }

  test('are known by their names, and count as read once all their tags were, for a registry, a folder and all', async () => {
    const longshore = start();
    const events = await list(longshore, [['team/api', 'team/web', 'team-two/api'], ['base']]);
    await list(longshore, [['other']], {}, 'c2');
    expect(events.map(({ kind }) => kind)).toEqual(['page', 'page', 'end']);
    expect(await coverage(longshore)).toEqual({ read: 0, known: 4 });
    const before = Date.now();
    read(longshore, 'team/api');
    read(longshore, 'other', 'c2');
    tagMemory(longshore.index, { connectionId: 'c1', repository: 'team/web' }, 'person').saw([rowOf('1.0', summaryOf('not all'))]);
    const { oldest, ...counts } = (await coverage(longshore)) ?? { oldest: '' };
    expect(counts).toEqual({ read: 1, known: 4 });
    expect(Date.parse(oldest ?? '')).toBeGreaterThanOrEqual(before);
    expect(await coverage(longshore, { connectionId: 'c1', folder: 'team' })).toMatchObject({ read: 1, known: 2 });
    expect(await coverage(longshore, { connectionId: 'c1', folder: 'base' })).toEqual({ read: 0, known: 1 });
    expect(await coverage(longshore, {})).toMatchObject({ read: 2, known: 5 });
    await longshore.end();
    expect(await coverage(start())).toMatchObject({ read: 1, known: 4 });
  });

  test('that a whole catalog no longer names are forgotten with their tags; a catalog that was cut short forgets nothing', async () => {
    const longshore = start();
    await list(longshore, [['gone', 'kept']]);
    read(longshore, 'gone');
    read(longshore, 'never named');
    await list(longshore, [['kept']], { cut: 'pages' });
    expect(await coverage(longshore)).toMatchObject({ read: 2, known: 3 });
    await list(longshore, [['kept']]);
    expect(await coverage(longshore)).toMatchObject({ read: 1, known: 2 });
    await longshore.end();
    const database = new DatabaseSync(file());
    expect(database.prepare('SELECT name FROM repository ORDER BY name').all()).toEqual([{ name: 'kept' }, { name: 'never named' }]);
    expect(database.prepare('SELECT count(*) AS n FROM tag').get()).toEqual({ n: 1 });
    database.close();
  });

  /** A catalog that is asked for again: what the page is told, and how it fails. */
  async function listAgain({ index }: Longshore, catalog: AsyncGenerator<CatalogEvent>) {
    const events: CatalogEvent[] = [];
    try {
      for await (const event of recallNames(index, 'c1', catalog)) events.push(event);
    } catch (error) {
      return { events, error };
    }
    return { events };
  }

  test('are told before a registry that takes its time, or fails; not after one that is quicker', async () => {
    const longshore = start();
    async function* slow(ms: number, error?: Error): AsyncGenerator<CatalogEvent> {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (error) throw error;
      yield { kind: 'page', names: 'team/web' };
    }
    const page: CatalogEvent = { kind: 'page', names: 'team/web' };
    expect(await listAgain(longshore, slow(300))).toEqual({ events: [page] });
    await list(longshore, [['team/web', 'team/api']]);
    read(longshore, 'never named');
    const remembered: CatalogEvent = { kind: 'remembered', names: 'team/api\nteam/web' };
    expect(await listAgain(longshore, slow(300))).toEqual({ events: [remembered, page] });
    const error = new Error('out of reach');
    expect(await listAgain(longshore, slow(300, error))).toEqual({ events: [remembered], error });
    // The index is asked while the registry fails at once.
    expect(await listAgain(longshore, slow(0, error))).toEqual({ events: [remembered], error });
    async function* quick(): AsyncGenerator<CatalogEvent> {
      yield page;
    }
    expect(await listAgain(longshore, quick())).toEqual({ events: [page] });
    await longshore.end();
  });

  test('are kept where two catalogs are read at once', async () => {
    const { index, end } = start();
    const named = (time: number) => index.ask({ kind: 'named', connectionId: 'c1', names: ['team/api'], time });
    await named(2);
    await named(1);
    await index.ask({ kind: 'named-all', connectionId: 'c1', time: 2 });
    await end();
    expect(await coverage(start())).toEqual({ read: 0, known: 1 });
  });

  test('50,000 of them are all known, whichever are written when it is asked', async () => {
    const longshore = start();
    const names = Array.from({ length: 50_000 }, (_, i) => `team-${i % 500}/service-${i}`);
    expect(await list(longshore, [names])).toHaveLength(2);
    await expect.poll(() => coverage(longshore), { timeout: 30_000 }).toEqual({ read: 0, known: 50_000 });
    expect(await coverage(longshore, { connectionId: 'c1', folder: 'team-7' })).toEqual({ read: 0, known: 100 });
    await longshore.end();
  });

  test('count as not read once they are forgotten for their room, and are still known', async () => {
    const longshore = start();
    await list(longshore, [['big', 'named']]);
    const summaries = await longshore.of('big');
    for (let i = 0; i < 2_000; i++) summaries.set(summaryOf(`image ${i}`));
    read(longshore, 'big');
    await longshore.summaries.flush();
    expect(await coverage(longshore)).toMatchObject({ read: 1, known: 2 });
    await longshore.summaries.prune(300_000, ['c1']);
    expect(await coverage(longshore)).toEqual({ read: 0, known: 2 });
    await longshore.end();
  });

  test('an index of an earlier version keeps what it knows', async () => {
    const database = new DatabaseSync(file());
    database.exec(`${IMAGES} PRAGMA user_version = 1;
      INSERT INTO connection (id, name) VALUES (1, 'c1');
      INSERT INTO repository (connection, name, opened, listed) VALUES (1, 'team/api', 5, 7), (1, 'team/web', 6, NULL);
      INSERT INTO manifest (id, digest) VALUES (1, x'00'); INSERT INTO tag (repository, name, manifest, seen) VALUES (1, '1.0', 1, 7);`);
    database.close();
    const longshore = start();
    expect(await coverage(longshore)).toEqual({ read: 1, known: 2, oldest: '1970-01-01T00:00:00.007Z' });
    await longshore.end();
    const after = new DatabaseSync(file());
    expect(after.prepare('SELECT name, opened, listed, named FROM repository').all()).toEqual([
      { name: 'team/api', opened: 5, listed: 7, named: null },
      { name: 'team/web', opened: 6, listed: null, named: null },
    ]);
    expect(after.prepare('SELECT count(*) AS n FROM tag').get()).toEqual({ n: 1 });
    after.close();
    expect(troubles).toEqual([]);
  });
});
