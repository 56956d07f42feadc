import { expect, test } from 'vitest';
import type { FileRow } from '../../../shared/contract/files.ts';
import {
  beginsWith,
  entryKey,
  type FileLine,
  type FolderState,
  fileLines,
  folderOf,
  foldersAbove,
  foundLines,
  indexOfKey,
  keyOf,
  layersOf,
  type ShownLine,
  shownFolders,
  wastedLines,
  whereIs,
} from './file-lines.ts';

const row = (kind: FileRow['kind'], path: string): FileRow => ({
  ...{ kind, path, name: path.slice(path.lastIndexOf('/') + 1) },
  ...{ size: 1, mode: 0o644, uid: 0, gid: 0, layers: [1] },
});
const folder = (path: string): FileRow => row('folder', path);
const file = (path: string): FileRow => row('file', path);
const read = (rows: readonly FileRow[], more = 0): FolderState => ({ kind: 'read', rows, more });

const tree: Readonly<Record<string, FolderState>> = {
  '': read([folder('app'), folder('etc'), folder('tmp'), file('init')]),
  app: read([folder('app/dist'), file('app/Main.js')], 12),
  'app/dist': { kind: 'reading' },
  etc: { kind: 'failed' },
  tmp: read([]),
};
const stateOf = (path: string): FolderState => tree[path] ?? { kind: 'reading' };

/** The lines as they look: one dash a level. */
const drawn = (lines: readonly FileLine[]): string[] =>
  lines.map((line) => `${'-'.repeat(line.level)}${'name' in line ? line.name : line.kind}${line.expanded ? ' open' : ''}`);

test.each<[string, string[], string[]]>([
  ['nothing is open', [], ['-app', '-etc', '-tmp', '-init']],
  ['a folder is open, of which part is shown', ['app'], ['-app open', '--dist', '--Main.js', '--more', '-etc', '-tmp', '-init']],
  [
    'a folder is being read',
    ['app', 'app/dist'],
    ['-app open', '--dist open', '---reading', '--Main.js', '--more', '-etc', '-tmp', '-init'],
  ],
  ['a folder could not be read', ['etc'], ['-app', '-etc open', '--failed', '-tmp', '-init']],
  ['a folder is empty', ['tmp'], ['-app', '-etc', '-tmp open', '--empty', '-init']],
  ['a folder is open in one that is not', ['app/dist'], ['-app', '-etc', '-tmp', '-init']],
])('where %s, the lines are those', (_, open, lines) => {
  expect(drawn(fileLines(new Set(open), stateOf))).toEqual(lines);
});

test('a tree of nothing says so, and one that is not read yet', () => {
  expect(drawn(fileLines(new Set(), () => read([])))).toEqual(['-empty']);
  expect(drawn(fileLines(new Set(), () => ({ kind: 'reading' })))).toEqual(['-reading']);
});

test('what is found has whole paths, and how much more there is', () => {
  expect(drawn(foundLines([file('etc/passwd')], 3))).toEqual(['-etc/passwd', '-more']);
  expect(drawn(foundLines([], 0))).toEqual([]);
});

const wasted = (path: string, layer: number) => ({ path, size: 1, mode: 0o644, uid: 0, gid: 0, layer, how: 'overwritten', by: 9 }) as const;

test('no two lines have one key, also where a path is wasted in several layers', () => {
  const lines = [...fileLines(new Set(['app', 'app/dist', 'etc']), stateOf), ...wastedLines([wasted('a', 1), wasted('a', 2)], 2)];
  expect(new Set(lines.map(keyOf)).size).toBe(lines.length);
});

test.each([
  [
    ['app', 'app/dist', 'usr/lib'],
    ['', 'app', 'app/dist'],
  ],
  [['app/dist'], ['']],
  [[], ['']],
])('of the open folders %j those on the screen are %j', (open, shown) => {
  expect(shownFolders(new Set(open))).toEqual(shown);
});

test.each([
  ['a', ['app']],
  ['m', ['app/Main.js']],
  ['e', ['etc']],
  ['zz', []],
])('typing %s finds %j', (typed, paths) => {
  const lines = fileLines(new Set(['app']), stateOf);
  expect(lines.filter((line) => beginsWith(line, typed)).map(({ path }) => path)).toEqual(paths);
});

test('the folder of a path ends at its last slash', () => {
  expect([folderOf('etc/ssl/certs'), folderOf('etc'), folderOf('')]).toEqual(['etc/ssl', '', '']);
});

const facts = (more: Partial<FileRow> = {}): FileRow => ({
  ...{ path: 'd/a', name: 'a', kind: 'file', size: 1, mode: 0o644, uid: 0, gid: 0, layers: [1, 3] },
  ...more,
});
const ofRow = (entry: FileRow): ShownLine => ({ kind: 'entry', path: entry.path, level: 1, entry, name: entry.name, expanded: undefined });

test.each<[string, ShownLine, number | undefined, number | undefined, readonly number[]]>([
  ['a file of the merged image', ofRow(facts()), undefined, undefined, [1, 3]],
  ['a file of one layer', ofRow(facts({ layers: [2], replacedIn: 4 })), 2, 2, [2, 4]],
  ['a deleted file', ofRow(facts({ deletedIn: 5 })), undefined, 3, [1, 3, 5]],
  ['a deleted folder that no layer names', ofRow(facts({ layers: [], deletedIn: 5 })), undefined, 5, [5]],
  [
    'what was overwritten',
    { kind: 'wasted', path: 'a', level: 1, name: 'a', expanded: undefined, file: wasted('a', 2) },
    undefined,
    2,
    [2, 9],
  ],
])('%s is found again in its layer', (_, line, shown, layer, layers) => {
  expect(whereIs(line, shown)).toEqual({ layer, path: line.path });
  expect(layersOf(line)).toEqual(layers);
});

test('the folders above a path are those that have to be open to show it', () => {
  expect(foldersAbove('usr/lib/ssl/cert.pem')).toEqual(['usr', 'usr/lib', 'usr/lib/ssl']);
  expect(foldersAbove('motd')).toEqual([]);
});

test('a line of a file has the key that its path alone gives, and is found by it among others', () => {
  expect(keyOf(ofRow(facts()))).toBe(entryKey('d/a'));
  const names = ['a b', 'a', 'b', ''];
  const lines = [...names.map((path) => ofRow(facts({ path }))), ...wastedLines([wasted('a', 1), wasted('a', 2)], 2)];
  expect(lines.map((line) => indexOfKey(lines, keyOf(line)))).toEqual([0, 1, 2, 3, 4, 5]);
  expect([indexOfKey(lines, undefined), indexOfKey(lines, entryKey('c'))]).toEqual([-1, -1]);
});
