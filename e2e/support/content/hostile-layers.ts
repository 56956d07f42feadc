import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { PackedToc } from '../../../electron/layers/toc/read-toc.ts';
import { digestOf } from '../../../electron/registry/digest.ts';
import type { TocReason } from '../../../shared/files/toc-reason.ts';
import { type MadeEntry, madeTar, paxRecords } from './tar-writer.ts';

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
export type HostileLayer = readonly [name: string, parts: readonly Buffer[], why: string, least: number];

export const HOSTILE_LAYERS: readonly HostileLayer[] = [
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
  ['gzip in gzip in gzip', [gzipSync(gzipSync(gzipSync(zeros)))], 'not-a-tar', 0],
  [
    'gzip that ends in the middle of a file',
    [gzipSync(madeTar([{ name: 'a' }, { name: 'b', content: randomBytes(MiB) }])).subarray(0, -200_000)],
    'cut-short',
    2,
  ],
  ['a compression that no image has', [Buffer.from('fd377a585a000004', 'hex'), randomBytes(1_000)], 'unknown-compression', 0],
];

/** A table of contents that is written to do harm, and why it is refused; undefined where it is listed. */
export type HostileTable = readonly [name: string, json: () => Buffer, refused: TocReason | undefined, said: number | undefined];

const tableOf = (entries: string): Buffer => Buffer.from(`{"version":1,"entries":[${entries}]}`);
const manyEntries = (count: number): string => Array.from({ length: count }, (_, n) => `{"name":"f${n}","type":"dir"}`).join();
const MOST_ENTRIES = 900_000;

export const HOSTILE_TABLES: readonly HostileTable[] = [
  ['a table of 900,000 entries', () => tableOf(manyEntries(MOST_ENTRIES)), undefined, undefined],
  ['a table of two million entries', () => tableOf(manyEntries(2_000_000)), 'too-many-entries', undefined],
  ['a table of 64 MiB in one name', () => tableOf(`{"name":"${'n'.repeat(64 * MiB - 100)}","type":"dir"}`), 'name-too-long', undefined],
  ['a table of 64 MiB that unpacks to more than it says', () => tableOf(' '.repeat(64 * MiB)), 'unreadable', 1_000],
  ['lists in each other, a million deep', () => tableOf(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`), 'kind', undefined],
  ['names that only bytes tell apart', () => tableOf('{"name":"a/b","type":"dir"},{"name":"a//b/","type":"dir"}'), 'name-twice', undefined],
];

/** Such a table as zstd:chunked has it. */
export function packedTable([, json, , said]: HostileTable): PackedToc {
  const text = json();
  const bytes = zstdCompressSync(text);
  const position = { offset: 2 ** 40, length: bytes.length, unpacked: said ?? text.length, checksum: digestOf(bytes) };
  return { kind: 'zstd-chunked', parts: [Uint8Array.from(bytes)], position };
}
