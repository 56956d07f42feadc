import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { type MadeEntry, madeTar, paxRecords } from '../../e2e/support/content/tar-writer.ts';
import { patient } from '../../e2e/support/patience.ts';
import { FilesThread } from './thread/files-thread.ts';

const thread = new FilesThread();
afterAll(() => thread.close());

const MiB = 1024 ** 2;
/** Entries without the end of a tar, so that more can follow. */
const open = (entries: readonly MadeEntry[]): Buffer => madeTar(entries).subarray(0, -1024);
const times = (count: number, part: Buffer): Buffer[] => Array.from({ length: count }, () => part);
const zeros = Buffer.alloc(64 * MiB);
const named = (name: string, count: number): Buffer => open(Array.from({ length: count }, (_, i) => ({ name: `${name}${i}` })));
const long = (i: number): MadeEntry => ({ name: 'x', pax: [['path', `${'n'.repeat(4_000)}${i}`]] });
const sparse = (size: number): MadeEntry => ({
  name: 's',
  content: 'x',
  pax: [
    ['GNU.sparse.size', String(size)],
    ['GNU.sparse.map', '0,1'],
  ],
});

/** A layer that is written to do harm, what is said of it, and how many entries are shown all the same. */
const LAYERS: readonly (readonly [string, Buffer[], string, number])[] = [
  [
    'gzip that unpacks to 1,000 times its size',
    [gzipSync(open([{ name: 'a' }, { name: 'zeros', size: 8_000 * MiB }])), ...times(40, gzipSync(zeros))],
    'ratio',
    2,
  ],
  [
    'zstd that unpacks to 30,000 times its size',
    [zstdCompressSync(open([{ name: 'a' }, { name: 'zeros', size: 8_000 * MiB }])), ...times(40, zstdCompressSync(zeros))],
    'ratio',
    2,
  ],
  ['more entries than are read', [...times(501, gzipSync(named('f', 1_000)))], 'too-many-entries', 500_000],
  [
    'longer names than are read',
    [...times(400, gzipSync(open(Array.from({ length: 100 }, (_, i) => long(i)))))],
    'names-too-large',
    33_000,
  ],
  [
    'a file that is longer than its tar',
    [
      gzipSync(
        madeTar([
          { name: 'a', content: 'x' },
          { name: 'b', size: 8 ** 11 - 1 },
        ]),
      ),
    ],
    'cut-short',
    2,
  ],
  [
    'a pax header of 100 MB',
    [gzipSync(open([{ name: 'a' }, { name: 'p', flag: 'x', size: 100 * MiB }])), ...times(2, gzipSync(zeros))],
    'header-too-large',
    1,
  ],
  ['a sparse file of a petabyte', [gzipSync(madeTar([sparse(2 ** 50), { name: 'after' }]))], 'holes-too-large', 2],
  [
    'a sparse map that overlaps',
    [
      gzipSync(
        madeTar([
          {
            name: 's',
            content: 'xy',
            pax: [
              ['GNU.sparse.size', '10'],
              ['GNU.sparse.map', '0,1,0,1'],
            ],
          },
          { name: 'after' },
        ]),
      ),
    ],
    'sparse-damaged',
    2,
  ],
  [
    'a folder in a folder, 2,000 times',
    [gzipSync(madeTar([{ name: 'a' }, { name: 'x', pax: [['path', 'd/'.repeat(2_000)]] }]))],
    'too-deep',
    1,
  ],
  ['a path that leads out', [gzipSync(madeTar([{ name: '../../etc/passwd' }]))], 'path-escapes', 1],
  [
    'records of pax that are no records',
    [gzipSync(madeTar([{ name: 'p', flag: 'x', content: '999999999 path=x\n' }, { name: 'a' }]))],
    '',
    1,
  ],
  [
    'a size that is no number',
    [gzipSync(madeTar([{ name: 'a' }, { name: 'p', flag: 'x', content: paxRecords([['size', '-5']]) }, { name: 'b' }]))],
    'damaged',
    1,
  ],
  ['200,000 empty gzip members', [gzipSync(open([{ name: 'a' }])), Buffer.concat(times(200_000, gzipSync('')))], '', 1],
  ['100,000 empty zstd frames', [zstdCompressSync(open([{ name: 'a' }])), Buffer.concat(times(100_000, zstdCompressSync('')))], '', 1],
];

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

test.each(LAYERS)('%s: it is said, the rest is shown, and nothing else waits', async (name, parts, why, least) => {
  const bytes = Buffer.concat(parts);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  await thread.ask({ kind: 'held', layers: [] });
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const began = performance.now();
  loop.enable();
  const { facts } = await thread.read({ digest, size: bytes.byteLength }, inPieces(bytes));
  loop.disable();
  const took = performance.now() - began;
  expect(facts.problems.map((problem) => problem.why)).toEqual(why === '' ? [] : [why]);
  expect(facts.files).toBeGreaterThanOrEqual(least);
  console.log(
    `${name}: ${Math.round(bytes.byteLength / 1000)} kB, ${Math.round(took)} ms, the longest block of this thread ${(loop.max / 1e6).toFixed(1)} ms`,
  );
  expect(took).toBeLessThan(patient(20_000));
  // Unpacked in this thread, some of these would stop it for seconds.
  expect(loop.max / 1e6).toBeLessThan(patient(500));
  await thread.ask({ kind: 'drop' });
});

test('a layer whose thread ends while it is read says so, and the next one is read by a new thread', async () => {
  const small = gzipSync(madeTar([{ name: 'a' }]));
  const digest = `sha256:${createHash('sha256').update(small).digest('hex')}`;
  const reading = thread.read({ digest: digest.replace(/.$/, '0'), size: 10 }, inPieces(Buffer.alloc(5)));
  await thread.close();
  await expect(reading).rejects.toThrow('ended');
  expect((await thread.read({ digest, size: small.byteLength }, inPieces(small))).facts.files).toBe(1);
});
