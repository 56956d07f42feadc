import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type EstargzOptions, makeEstargz } from '../../../e2e/support/content/estargz.ts';
import type { MadeEntry } from '../../../e2e/support/content/tar-entries.ts';
import { readContent } from './content.ts';
import { readStargzToc, stargzFooter, stargzTail } from './estargz.ts';
import { type Toc, TocRefusal } from './toc.ts';

const large = randomBytes(300_000);
const entries: readonly MadeEntry[] = [
  { name: './', type: 'directory', mode: 0o755 },
  { name: '.no.prefetch.landmark', content: Buffer.from([0xf]) },
  { name: 'bin/', type: 'directory', mode: 0o755, uid: 7, gid: 8, uname: 'seven', gname: 'eight' },
  { name: 'bin/tool', content: large, mode: 0o4755, uid: 7 },
  { name: 'bin/same', type: 'link', linkname: 'bin/tool' },
  { name: 'bin/link', type: 'symlink', linkname: '../etc/hosts' },
  { name: 'etc/empty' },
  { name: 'etc/.wh.old' },
  { name: `etc/${'long'.repeat(60)}`, content: Buffer.from('a long name') },
  { name: 'etc/主机', content: Buffer.from('主机') },
  { name: 'dev/null', type: 'character-device', devmajor: 1, devminor: 3 },
];

async function toc(options: EstargzOptions = {}, made: readonly MadeEntry[] = entries): Promise<{ layer: Buffer; toc: Toc }> {
  const { layer, tocDigest } = await makeEstargz(made, options);
  const tail = layer.subarray(layer.length - stargzTail(layer.length));
  const { offset, size } = stargzFooter(tail, layer.length);
  return { layer, toc: readStargzToc(layer.subarray(offset, layer.length - size), offset, tocDigest) };
}

/** Why a table is refused. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof TocRefusal) return error.reason;
    throw error;
  }
  return 'not refused';
}

async function contentOf(layer: Buffer, { places }: Toc, path: string): Promise<{ content: Buffer; ranges: [number, number][] }> {
  const place = places.get(path);
  if (!place) throw new Error(`No place for ${path}`);
  const ranges: [number, number][] = [];
  const chunks: Uint8Array[] = [];
  async function* read(from: number, to: number): AsyncGenerator<Uint8Array> {
    ranges.push([from, to]);
    for (let at = from; at < to; at += 1_000) yield layer.subarray(at, Math.min(to, at + 1_000));
  }
  for await (const chunk of readContent(read, place, new AbortController().signal)) chunks.push(chunk);
  return { content: Buffer.concat(chunks), ranges };
}

test('every entry is told as the tar has it, without what belongs to the format', async () => {
  const { toc: read } = await toc();
  expect(read.entries.map(({ path, kind, size, mode }) => [path, kind, size, mode.toString(8)])).toEqual([
    ['', 'folder', 0, '755'],
    ['bin', 'folder', 0, '755'],
    ['bin/tool', 'file', 300_000, '4755'],
    ['bin/same', 'hardlink', 0, '644'],
    ['bin/link', 'symlink', 0, '644'],
    ['etc/empty', 'file', 0, '644'],
    ['etc/.wh.old', 'file', 0, '644'],
    [`etc/${'long'.repeat(60)}`, 'file', 11, '644'],
    ['etc/主机', 'file', 6, '644'],
    ['dev/null', 'character-device', 0, '644'],
  ]);
  expect(read.entries.find(({ path }) => path === 'bin/same')?.target).toBe('bin/tool');
  expect(read.entries.find(({ path }) => path === 'bin/link')?.target).toBe('../etc/hosts');
  // The name of an owner is written with its first entry only.
  expect(read.entries.find(({ path }) => path === 'bin/tool')).toMatchObject({ uid: 7, user: 'seven', modified: 1_700_000_000_000 });
});

test.each([
  ['in one piece', {}],
  ['in many pieces', { chunk: 7_000 }],
  ['with the footer of older tools', { footer: 'legacy' as const }],
])('a file %s is read by one range', async (_, options) => {
  const { layer, toc: read } = await toc(options);
  const { content, ranges } = await contentOf(layer, read, 'bin/tool');
  expect(content.equals(large)).toBe(true);
  expect(ranges).toHaveLength(1);
  expect((await contentOf(layer, read, 'etc/主机')).content.toString()).toBe('主机');
});

test('a file whose bytes are others than the table says is not taken for it', async () => {
  const { layer, toc: read } = await toc({
    table: (all) => all.map((entry) => (entry['name'] === 'etc/主机' ? { ...entry, digest: `sha256:${'0'.repeat(64)}` } : entry)),
  });
  await expect(contentOf(layer, read, 'etc/主机')).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});

type Fields = Record<string, unknown>;
const changed = (name: string, change: Fields) => (all: Fields[]) =>
  all.map((entry) => (entry['name'] === name ? { ...entry, ...change } : entry));

describe('a table that is not as it should be is refused', () => {
  test.each<[string, string, (all: Fields[]) => Fields[]]>([
    ['a name twice', 'name-twice', (all) => [...all, { name: 'bin//tool/', type: 'dir' }]],
    ['a name above the root', 'name-escapes', changed('etc/empty', { name: 'etc/../../passwd' })],
    ['a hard link above the root', 'name-escapes', changed('bin/same', { linkName: '../x' })],
    ['a name of 5,000 characters', 'name-too-long', changed('etc/empty', { name: 'x'.repeat(5_000) })],
    ['2,000 folders in each other', 'name-too-long', changed('etc/empty', { name: 'x/'.repeat(2_000) })],
    ['a negative size', 'number', changed('bin/tool', { size: -1 })],
    ['a size that is no whole number', 'number', changed('bin/tool', { size: 1.5 })],
    ['a size beyond what can be counted', 'number', changed('bin/tool', { size: 2 ** 60 })],
    ['a negative offset', 'number', changed('bin/tool', { offset: -5 })],
    ['an offset behind the table', 'position', changed('bin/tool', { offset: 2 ** 40 })],
    ['two files in the same bytes', 'overlap', (all) => all.map((e) => ({ ...e, ...(e['offset'] ? { offset: 1 } : {}) }))],
    ['pieces that are less than the file', 'position', changed('etc/主机', { chunkSize: 3 })],
    ['a piece without a file', 'position', (all) => [{ name: 'x', type: 'chunk', offset: 1 }, ...all]],
    ['a piece of another file', 'position', (all) => [...all, { name: 'bin/tool', type: 'chunk', offset: 1 }]],
    ['an unknown kind', 'kind', changed('dev/null', { type: '__proto__' })],
    ['a name that is no text', 'unreadable', changed('dev/null', { name: 5 })],
    ['a digest that is none', 'unreadable', changed('bin/tool', { digest: 'sha256:0' })],
    ['an entry that is none', 'unreadable', (all) => [...all, null as unknown as Fields]],
  ])('%s', async (_, reason, table) => {
    expect(await refusal(toc({ table }))).toBe(reason);
  });

  test('another digest than that of the table', async () => {
    const { layer } = await makeEstargz(entries);
    const { offset, size } = stargzFooter(layer, layer.length);
    const other = `sha256:${'0'.repeat(64)}`;
    expect(await refusal((async () => readStargzToc(layer.subarray(offset, layer.length - size), offset, other))())).toBe('digest');
  });

  test('a layer without the footer', async () => {
    expect(await refusal(toc({ footer: 'none' }))).toBe('not-in-the-layer');
  });
});

test.each([
  ['a small layer whole', 40_000, 40_000],
  ['64 KiB at least', 1_000_000, 65_536],
  ['0.5 %', 20_000_000, 100_000],
  ['1 MiB of a larger one', 300_000_000, 1_048_576],
  ['0.25 % of a huge one', 1_000_000_000, 2_500_000],
  ['4 MiB at most', 50_000_000_000, 4_194_304],
])('what is read first of the end of a layer: %s', (_, size, bytes) => {
  expect(stargzTail(size)).toBe(bytes);
});
