import { expect, test } from 'vitest';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import { bytesOfText, textOf } from './entry-name.ts';
import { type EntryExtras, TarReader } from './tar-reader.ts';
import { contentLength, entryHeader, TAR_END, type WrittenEntry } from './tar-writer.ts';

const nobody = { mode: 0o644, uid: 0, gid: 0, user: Buffer.alloc(0), group: Buffer.alloc(0), modified: 1_700_000_000_000, size: 0 };
const named = (name: string, more: Partial<WrittenEntry> = {}): WrittenEntry => ({
  ...nobody,
  kind: 'file',
  name: bytesOfText(name),
  ...more,
});

/** The entry of a tar with this one alone, as it is read again. */
function again(entry: WrittenEntry): { readonly entry: FileEntry; readonly extras: EntryExtras } {
  const found: { entry: FileEntry; extras: EntryExtras }[] = [];
  const reader = new TarReader({
    entry: (read, _, extras) => void found.push({ entry: read, extras }),
    problem: (why) => {
      throw new Error(why);
    },
  });
  reader.push(entryHeader(entry));
  const [first] = found;
  if (!first) throw new Error('Nothing was read');
  return first;
}

test.each<[string, WrittenEntry, Partial<FileEntry>]>([
  ['a file', named('a', { mode: 0o4755, size: 5 }), { path: 'a', kind: 'file', mode: 0o4755, size: 5 }],
  ['a long name', named('x'.repeat(300)), { path: 'x'.repeat(300) }],
  ['a name that is not UTF-8', named('caf\\xe9'), { path: 'caf\\xe9' }],
  ['a long name that is not UTF-8', named(`${'x'.repeat(200)}\\xe9`), { path: `${'x'.repeat(200)}\\xe9` }],
  ['a name in Chinese', named('说明'), { path: '说明' }],
  [
    'a link to a long name',
    named('l', { kind: 'symlink', link: Buffer.from('t'.repeat(150)) }),
    { kind: 'symlink', target: 't'.repeat(150) },
  ],
  ['owners that a header has no room for', named('a', { uid: 3_000_000_000, gid: 2_500_000 }), { uid: 3_000_000_000, gid: 2_500_000 }],
  ['the name of an owner in Chinese', named('a', { user: Buffer.from('用户') }), { user: '用户' }],
  ['a file of 9 GiB', named('a', { size: 9 * 2 ** 30 }), { size: 9 * 2 ** 30 }],
  ['a time before 1970', named('a', { modified: -1_500 }), { modified: -1_500 }],
  ['a time with parts of a second', named('a', { modified: 1_700_000_000_123 }), { modified: 1_700_000_000_123 }],
])('%s is read again as it was written', (_, written, expected) => {
  expect(again(written).entry).toMatchObject(expected);
});

test('devices, extended attributes and the map of a sparse file are read again as they were written', () => {
  const device = { major: 7, minor: 300 };
  expect(again(named('d', { kind: 'block-device', device })).extras.device).toEqual(device);
  const xattrs = [['SCHILY.xattr.user.a', Buffer.from([0xff, 0x0a, 0x3d])]] as const;
  expect(again(named('a', { xattrs })).extras.xattrs).toEqual(xattrs);
  const map = { size: 5_000_000, extents: Array.from({ length: 200 }, (_, i) => ({ offset: i * 20_000, length: 10 })) };
  const sparse = named('说明', { size: 5_000_000, map });
  expect(contentLength(sparse)).toBe(2_000);
  const { entry, extras } = again(sparse);
  expect([entry.path, entry.size, extras.map]).toEqual(['说明', 5_000_000, map]);
});

test('what is written is whole blocks, and ends as a tar does', () => {
  for (const name of ['a', 'x'.repeat(101), 'x'.repeat(4_000)]) expect(entryHeader(named(name)).byteLength % 512).toBe(0);
  expect(TAR_END.equals(Buffer.alloc(1024))).toBe(true);
  expect(textOf(bytesOfText('caf\\xe9'))).toBe('caf\\xe9');
});
