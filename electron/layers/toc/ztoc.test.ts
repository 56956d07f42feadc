import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { headerBlocks, type MadeEntry, padding } from '../../../e2e/support/content/tar-entries.ts';
import { checkpointsOf, makeZtoc, type ZtocFile, type ZtocParts } from '../../../e2e/support/content/ztoc.ts';
import { gunzipWithPoints } from '../points/gzip-points.ts';
import { readContent } from './content.ts';
import { type RestartPoint, type Toc, TocRefusal } from './toc.ts';
import { readZtoc } from './ztoc.ts';

/** Text that packs to about a third. */
const text = (size: number, seed: string): Buffer =>
  Buffer.from(
    randomBytes(size / 2)
      .toString('hex')
      .replaceAll('7', seed),
  ).subarray(0, size);
const made: readonly (MadeEntry & { readonly toc: Omit<ZtocFile, 'name'> })[] = [
  { name: 'bin/', type: 'directory', toc: { type: 'dir', mode: 0o755, uid: 7, user: 'seven' } },
  { name: 'bin/first', content: text(6_000_000, 'first'), toc: { type: 'reg' } },
  // Bytes that do not pack are stored, from a whole byte on.
  { name: 'bin/stored', content: randomBytes(6_000_000), toc: { type: 'reg' } },
  { name: 'etc/small', content: Buffer.from('small'), toc: { type: 'reg', mode: 0o4755 } },
  { name: 'etc/last', content: text(5_000_000, 'last'), toc: { type: 'reg' } },
  { name: 'etc/empty', toc: { type: 'reg' } },
  { name: 'etc/link', type: 'symlink', linkname: '../bin', toc: { type: 'symlink', link: '../bin' } },
];

let layer: Buffer;
let unpacked: number;
const files: ZtocFile[] = [];
const points: RestartPoint[] = [];

beforeAll(async () => {
  const parts: Buffer[] = [];
  let at = 0;
  for (const { toc, ...entry } of made) {
    const header = await headerBlocks(entry);
    const content = entry.content ?? Buffer.alloc(0);
    files.push({ ...toc, name: entry.name, offset: at + header.length, size: content.length });
    parts.push(header, content, padding(content.length));
    at += header.length + content.length + padding(content.length).length;
  }
  const tar = Buffer.concat([...parts, Buffer.alloc(1024)]);
  unpacked = tar.length;
  layer = gzipSync(tar);
  async function* packed(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < layer.length; from += 65_536) yield layer.subarray(from, from + 65_536);
  }
  for await (const _ of gunzipWithPoints(packed(), (point) => points.push(point)));
}, 30_000);

const toc = (change: Partial<ZtocParts> = {}): Toc => {
  const parts = { files, layer, unpacked, points, ...change };
  return readZtoc(makeZtoc(parts), layer.length);
};

async function contentOf({ places }: Toc, path: string, bytes = layer): Promise<{ content: Buffer; ranges: [number, number][] }> {
  const place = places.get(path);
  if (!place) throw new Error(`No place for ${path}`);
  const chunks: Uint8Array[] = [];
  const ranges: [number, number][] = [];
  async function* read(from: number, to: number): AsyncGenerator<Uint8Array> {
    ranges.push([from, to]);
    for (let at = from; at < to; at += 10_000) yield bytes.subarray(at, Math.min(to, at + 10_000));
  }
  for await (const chunk of readContent(read, place, new AbortController().signal)) chunks.push(chunk);
  return { content: Buffer.concat(chunks), ranges };
}

test('every entry is told as it is listed', () => {
  expect(
    toc().entries.map(({ path, kind, size, mode, uid, user, target, modified }) => [path, kind, size, mode, uid, user, target, modified]),
  ).toEqual([
    ['bin', 'folder', 0, 0o755, 7, 'seven', undefined, 1_700_000_000_000],
    ['bin/first', 'file', 6_000_000, 0o644, 0, undefined, undefined, 1_700_000_000_000],
    ['bin/stored', 'file', 6_000_000, 0o644, 0, undefined, undefined, 1_700_000_000_000],
    ['etc/small', 'file', 5, 0o4755, 0, undefined, undefined, 1_700_000_000_000],
    ['etc/last', 'file', 5_000_000, 0o644, 0, undefined, undefined, 1_700_000_000_000],
    ['etc/empty', 'file', 0, 0o644, 0, undefined, undefined, 1_700_000_000_000],
    ['etc/link', 'symlink', 0, 0o644, 0, undefined, '../bin', 1_700_000_000_000],
  ]);
});

test('a name that is not UTF-8 keeps its bytes', () => {
  const odd = { name: Uint8Array.of(0x61, 0xff), type: 'dir' };
  expect(toc({ files: [odd] }).entries[0]?.path).toBe('a\\xff');
});

test.each(made.filter(({ content }) => content).map((entry) => [entry.name, entry] as const))(
  '%s is read by one range, which is a part of the layer',
  async (name, { content = Buffer.alloc(0) }) => {
    const read = await contentOf(toc(), name);
    expect(read.content.equals(content)).toBe(true);
    expect(read.ranges).toHaveLength(1);
    const [from, to] = read.ranges[0] ?? [0, 0];
    expect(to - from).toBeLessThan(layer.length * 0.75);
  },
);

test('the first version of checkpoints, without the first one, is read as well', async () => {
  const { content } = await contentOf(toc({ isFirstVersion: true }), 'bin/first');
  expect(content.equals(made[1]?.content ?? Buffer.alloc(0))).toBe(true);
});

test('bytes of the layer that are others than a span says are found', async () => {
  const other = Buffer.from(layer);
  const place = toc().places.get('etc/small');
  const at = (place?.parts[0]?.to ?? 0) - 1_000;
  other[at] = (other[at] ?? 0) ^ 1;
  await expect(contentOf(toc(), 'etc/small', other)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});

const refusalOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof TocRefusal) return error.reason;
    throw error;
  }
  return 'not refused';
};

describe('a table that is not as it should be is refused', () => {
  const file = { type: 'reg', offset: 512, size: 100 };
  const moved = (change: Partial<RestartPoint>): Buffer =>
    checkpointsOf(points.map((point, n) => (n === 1 ? { ...point, ...change } : point)));
  test.each<[string, string, () => Partial<ZtocParts>]>([
    [
      'a name twice',
      'name-twice',
      () => ({
        files: [
          { ...file, name: 'a' },
          { ...file, name: './a', offset: 2_000 },
        ],
      }),
    ],
    ['a name above the root', 'name-escapes', () => ({ files: [{ ...file, name: '../a' }] })],
    [
      'two files in the same bytes',
      'overlap',
      () => ({
        files: [
          { ...file, name: 'a' },
          { ...file, name: 'b', offset: 600 },
        ],
      }),
    ],
    ['a file behind the end', 'position', () => ({ files: [{ ...file, name: 'a', size: unpacked }] })],
    ['a negative offset', 'number', () => ({ files: [{ ...file, name: 'a', offset: -1 }] })],
    ['a size beyond what can be counted', 'number', () => ({ files: [{ ...file, name: 'a', size: 2 ** 60 }] })],
    ['an unknown kind', 'kind', () => ({ files: [{ name: 'a', type: 'constructor' }] })],
    ['an unknown compression', 'kind', () => ({ algorithm: 9 })],
    ['the size of another layer', 'not-in-the-layer', () => ({ compressedSize: 5 })],
    ['checkpoints that are cut', 'unreadable', () => ({ checkpoints: checkpointsOf(points).subarray(0, -1) })],
    ['no checkpoints', 'unreadable', () => ({ checkpoints: Buffer.alloc(0) })],
    ['a checkpoint behind the layer', 'position', () => ({ checkpoints: moved({ from: layer.length + 10 }) })],
    ['checkpoints that go back', 'position', () => ({ checkpoints: moved({ out: 0 }) })],
    ['a digest too few', 'digest', () => ({ spanDigests: [`sha256:${'0'.repeat(64)}`] })],
    ['a digest that is none', 'digest', () => ({ spanDigests: points.map(() => 'sha256:x') })],
  ])('%s', (_, reason, change) => {
    expect(refusalOf(() => toc(change()))).toBe(reason);
  });

  test('whatever is cut or changed is read or refused', () => {
    const whole = makeZtoc({ files, layer, unpacked, points: points.slice(0, 1), spanDigests: [`sha256:${'0'.repeat(64)}`] });
    const table = whole.length - 40_000;
    for (let n = 0; n < 3_000; n++) {
      const document = n % 2 === 0 ? whole.subarray(0, (n * 7919) % whole.length) : Buffer.from(whole);
      // Most of it is a window; the structure is at both ends.
      const at = n % 4 === 1 ? (n * 31) % 600 : (table + n * 13) % whole.length;
      if (n % 2 === 1) document.writeUInt8((n * 97) % 256, Math.max(0, at));
      expect(refusalOf(() => readZtoc(document, layer.length))).toMatch(/./);
    }
  });
});
