import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { madeTar, paxRecords } from '../../../e2e/support/content/tar-writer.ts';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import { bytesOfText, cleanPath, textOf } from './entry-name.ts';
import { TarReader } from './tar-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'longshore-tar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Read = { readonly entries: FileEntry[]; readonly contents: Map<string, Buffer>; readonly problems: string[] };

/** Reads a tar in pieces of `size` bytes. */
function read(tar: Buffer, size = tar.byteLength): Read {
  const found: Read = { entries: [], contents: new Map(), problems: [] };
  const reader = new TarReader({
    entry(entry) {
      found.entries.push(entry);
      const parts: Buffer[] = [];
      return {
        write: (bytes) => void parts.push(Buffer.from(bytes)),
        hole: (length) => void parts.push(Buffer.alloc(length)),
        end: () => void found.contents.set(entry.path, Buffer.concat(parts)),
      };
    },
    problem: (why, detail) => void found.problems.push(detail === undefined ? why : `${why} ${detail}`),
  });
  for (let at = 0; at < tar.byteLength; at += size) reader.push(tar.subarray(at, at + size));
  reader.end();
  return found;
}

/** What GNU tar makes of a folder that a shell fills. */
function gnuTar(script: string, ...options: string[]): Buffer {
  const made = mkdtempSync(join(folder, 'made-'));
  const shell = spawnSync('sh', ['-ec', script], { cwd: made, encoding: 'utf8' });
  if (shell.status !== 0) throw new Error(shell.stderr);
  const tar = spawnSync('tar', ['-C', made, ...options, '-cf', '-', '.'], { maxBuffer: 1e9 });
  if (tar.status !== 0) throw new Error(tar.stderr.toString());
  return tar.stdout;
}

const FULL = `mkdir -p d/e; printf hello > d/e/a; chmod 4755 d/e/a; ln d/e/a d/hard; ln -s ../a d/sym; mkfifo d/pipe
  mkdir -p "$(printf 'x%.0s' $(seq 90))/$(printf 'y%.0s' $(seq 90))"; printf long > "$(printf 'x%.0s' $(seq 90))/$(printf 'y%.0s' $(seq 90))/$(printf 'z%.0s' $(seq 200))"
  printf one > "$(printf 'caf\\303\\251')"; printf two > "$(printf 'caf\\351')"; printf three > 'back\\x41'; : > empty; head -c 100000 /dev/zero | tr '\\0' q > large`;
const LONG = `${'x'.repeat(90)}/${'y'.repeat(90)}/${'z'.repeat(200)}`;

test.each(['gnu', 'pax', 'oldgnu'])('the format %s of GNU tar is read, in pieces of any size', (format) => {
  const tar = gnuTar(FULL, `--format=${format}`);
  const whole = read(tar);
  expect(whole.problems).toEqual([]);
  expect(new Set(whole.entries.map(({ path }) => path))).toEqual(
    new Set([
      '',
      ...['d', 'd/e', 'd/e/a', 'd/hard', 'd/sym', 'd/pipe', 'empty', 'large', 'café', 'caf\\xe9', 'back\\\\x41'],
      ...[LONG, LONG.slice(0, 90), LONG.slice(0, 181)],
    ]),
  );
  const of = (path: string) => whole.entries.find((entry) => entry.path === path);
  // Whichever of the two names comes first holds the content.
  const [first, second] = [of('d/e/a'), of('d/hard')].sort((a) => (a?.kind === 'file' ? -1 : 1));
  expect(first).toMatchObject({ kind: 'file', size: 5, mode: 0o4755, uid: process.getuid?.() });
  expect(second).toMatchObject({ kind: 'hardlink', target: first?.path, size: 0 });
  expect(of('d/sym')).toMatchObject({ kind: 'symlink', target: '../a' });
  expect(of('d/pipe')).toMatchObject({ kind: 'fifo' });
  expect(of('empty')).toMatchObject({ kind: 'file', size: 0 });
  expect(whole.contents.get(LONG)?.toString()).toBe('long');
  expect(whole.contents.get('caf\\xe9')?.toString()).toBe('two');
  for (const size of [1, 7, 511, 512, 513, 4096, 65_536]) expect(read(tar, size)).toEqual(whole);
});

test('names in pax that are not UTF-8 are kept, as Go writes them', () => {
  const name = Buffer.from([0x61, 0xff, 0x62]);
  const tar = madeTar([
    { name: 'x', content: 'abc', pax: [['path', name]] },
    { name: 'y', flag: '2', pax: [['linkpath', name]] },
  ]);
  expect(read(tar).entries.map(({ path, target }) => [path, target])).toEqual([
    ['a\\xffb', undefined],
    ['y', 'a\\xffb'],
  ]);
});

test('numbers and names of pax come before those of the header; global headers are about nothing', () => {
  const tar = madeTar([
    { name: 'global', flag: 'g', content: paxRecords([['uid', '7']]) },
    {
      name: 'x',
      content: 'abc',
      pax: [
        ['path', 'long/name'],
        ['uid', '4000000000'],
        ['mtime', '1700000000.5'],
        ['uname', 'renée'],
        ['gname', ''],
      ],
    },
    { name: 'x'.repeat(100), prefix: 'p', content: 'z' },
  ]);
  const { entries, problems } = read(tar);
  expect(problems).toEqual([]);
  expect(entries).toMatchObject([
    { path: 'long/name', uid: 4_000_000_000, modified: 1_700_000_000_500, user: 'renée', size: 3 },
    { path: `p/${'x'.repeat(100)}`, uid: 0 },
  ]);
  expect(entries[0]).not.toHaveProperty('group');
});

test.each([
  ['the old form', ['--format=gnu']],
  ['pax 0.0', ['--format=pax', '--sparse-version=0.0']],
  ['pax 0.1', ['--format=pax', '--sparse-version=0.1']],
  ['pax 1.0', ['--format=pax', '--sparse-version=1.0']],
])('sparse files in %s have their holes', (_, options) => {
  // More parts than the header of the old form has room for.
  const script =
    'for i in $(seq 0 40); do printf "part-$i" | dd of=s bs=1 seek=$((i * 65536)) conv=notrunc status=none; done; truncate -s 3000000 s; truncate -s 50000 hole; printf after > z';
  const tar = gnuTar(script, '--sparse', ...options);
  expect(tar.byteLength).toBeLessThan(1_000_000);
  const { entries, contents, problems } = read(tar, 1000);
  expect(problems).toEqual([]);
  const wanted = Buffer.alloc(3_000_000);
  for (let i = 0; i <= 40; i++) wanted.write(`part-${i}`, i * 65_536);
  expect(contents.get('s')?.equals(wanted)).toBe(true);
  expect(entries.find(({ path }) => path === 's')?.size).toBe(3_000_000);
  expect(contents.get('hole')?.equals(Buffer.alloc(50_000))).toBe(true);
  expect(contents.get('z')?.toString()).toBe('after');
});

test('what is no tar, is cut short or damaged says so, with what came before', () => {
  const tar = madeTar([
    { name: 'a', content: 'one' },
    { name: 'b', content: 'two' },
  ]);
  const names = (found: Read): string[] => found.entries.map(({ path }) => path);
  expect(read(Buffer.from('no tar')).problems).toEqual(['not-a-tar']);
  expect(read(Buffer.alloc(2048, 7)).problems).toEqual(['not-a-tar']);
  expect(read(Buffer.alloc(0))).toEqual({ entries: [], contents: new Map(), problems: [] });
  expect(read(tar.subarray(0, 2048))).toMatchObject({ problems: [] });
  const cut = read(tar.subarray(0, 1600));
  expect([names(cut), cut.problems]).toEqual([['a', 'b'], ['cut-short']]);
  const damaged = read(Buffer.concat([tar.subarray(0, 1024), Buffer.alloc(512, 7), tar.subarray(1024)]));
  expect([names(damaged), damaged.problems]).toEqual([['a'], ['damaged']]);
  // After two empty blocks nothing is looked at.
  expect(read(Buffer.concat([tar, Buffer.alloc(700, 7)]))).toMatchObject({ problems: [] });
});

test.each([
  ['a/b', 'a/b', false],
  ['./a//b/', 'a/b', false],
  ['/etc/x', 'etc/x', false],
  ['./', '', false],
  ['a/../b', 'b', false],
  ['a/../../b', 'b', true],
  ['../../etc/passwd', 'etc/passwd', true],
  ['a./b', 'a./b', false],
  ['.hidden/..x', '.hidden/..x', false],
])('the path %s is %s below the root', (name, path, escapes) => {
  expect(cleanPath(Buffer.from(name))).toEqual({ path, escapes });
});

test('a path that is too long or too deep is left out', () => {
  expect(cleanPath(Buffer.alloc(4097, 'a'))).toBe('path-too-long');
  expect(cleanPath(Buffer.from('a/'.repeat(256)))).toBe('too-deep');
});

test('no two names become the same text, and each is found again', () => {
  const bytes = [0x5c, 0x78, 0xff, 0x41, 0xc3, 0xa9];
  const seen = new Map<string, string>();
  for (let length = 0; length <= 5; length++)
    for (let number = 0; number < bytes.length ** length; number++) {
      const name = Buffer.from(Array.from({ length }, (_, i) => bytes[Math.floor(number / bytes.length ** i) % bytes.length] ?? 0));
      const text = textOf(name);
      expect(seen.get(text)).toBeUndefined();
      seen.set(text, name.toString('hex'));
      expect(bytesOfText(text).toString('hex')).toBe(name.toString('hex'));
    }
  expect(textOf(Buffer.from('a\\x41'))).toBe('a\\\\x41');
  expect(textOf(Buffer.from('a\\b'))).toBe('a\\b');
});

test('it is told where the content of each file begins in the tar', () => {
  const tar = madeTar([
    { name: 'a', content: 'one' },
    { name: 'x', content: 'two', pax: [['path', 'long']] },
    { name: 'd/', flag: '5' },
    {
      name: 's',
      content: 'x',
      pax: [
        ['GNU.sparse.size', '10'],
        ['GNU.sparse.map', '0,1'],
      ],
    },
  ]);
  const found: (string | undefined)[] = [];
  const reader = new TarReader({
    entry({ size }, offset) {
      found.push(offset === undefined ? undefined : tar.toString('latin1', offset, offset + size));
      return undefined;
    },
    problem: (why) => void found.push(why),
  });
  for (let at = 0; at < tar.byteLength; at += 100) reader.push(tar.subarray(at, at + 100));
  reader.end();
  expect(found).toEqual(['one', 'two', '', undefined]);
});
