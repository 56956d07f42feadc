import { describe, expect, test } from 'vitest';
import type { FileRow } from '../../../shared/contract/files.ts';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import { mergeLayers } from './merge.ts';
import { entryOf, findFiles, folderOf, imageFacts, wastedOf } from './questions.ts';

/** An entry in a few words: `a/b=10` is a file of 10 bytes, `d/` a folder, `l->t` a symbolic link, `h=>t` a hard link. */
function entry(text: string): FileEntry {
  const rest = { size: 0, mode: 0o644, uid: 0, gid: 0 };
  const [symlink, target] = text.split('->');
  if (target !== undefined) return { ...rest, path: symlink ?? '', kind: 'symlink', target };
  const [hardlink, linked] = text.split('=>');
  if (linked !== undefined) return { ...rest, path: hardlink ?? '', kind: 'hardlink', target: linked };
  if (text.endsWith('/')) return { ...rest, path: text.slice(0, -1), kind: 'folder', mode: 0o755 };
  const [path = '', size = '0'] = text.split('=');
  return { ...rest, path, kind: 'file', size: Number(size), digest: `sha256:${text}` };
}

const merged = (layers: readonly string[]) =>
  mergeLayers(layers.map((layer) => ({ entries: layer.split(' ').filter(Boolean).map(entry) })));

/** Everything in the image, with where it comes from. */
function listed(layers: readonly string[], layer?: number): string[] {
  const { rows } = findFiles(merged(layers), { text: '', marks: [], pathFolders: [], layer });
  return rows.map(({ path, kind, size, target, layers: from, change, replacedIn }: FileRow) => {
    const what = { folder: '/', file: `=${size}`, symlink: `->${target}`, hardlink: `=>${target}` }[kind as string] ?? kind;
    const own = [change, replacedIn === undefined ? '' : `replaced in ${replacedIn}`].filter(Boolean).join(', ');
    return layer === undefined ? `${path}${what} ${from.join()}`.trim() : `${path}${what} ${own}`.trim();
  });
}

describe('layers are put on each other', () => {
  test.each<[string, string[], string[]]>([
    ['files of both are there', ['a=1', 'b=2'], ['a=1 1', 'b=2 2']],
    ['a later layer wins', ['a=1', 'a=2'], ['a=2 1,2']],
    ['a later entry of one layer wins', ['a=1 a=2'], ['a=2 1']],
    ['a whiteout deletes a file', ['d/ d/a=1 d/b=1', 'd/.wh.a'], ['d/ 1', 'd/b=1 1']],
    ['a whiteout deletes a folder with all in it', ['d/ d/e/ d/e/a=1', '.wh.d'], []],
    ['a whiteout is about lower layers only, wherever it stands', ['a=1', 'a=2 .wh.a'], ['a=2 2']],
    ['a whiteout of what is not there does nothing', ['a=1', '.wh.b'], ['a=1 1']],
    ['an opaque folder hides what was in it', ['d/ d/a=1 d/e/ d/e/b=1', 'd/ d/.wh..wh..opq d/c=1'], ['d/ 1,2', 'd/c=1 2']],
    ['also where it stands behind its own files', ['d/ d/a=1', 'd/ d/c=1 d/.wh..wh..opq'], ['d/ 1,2', 'd/c=1 2']],
    ['and in the only layer nothing', ['d/ d/a=1 d/.wh..wh..opq'], ['d/ 1', 'd/a=1 1']],
    ['whiteouts without a name, and those of AUFS, are no files', ['d/ d/a=1', 'd/.wh. .wh..wh.plnk/ .wh..wh.aufs'], ['d/ 1', 'd/a=1 1']],
    ['a file replaces a folder', ['d/ d/a=1', 'd=3'], ['d=3 2']],
    ['a folder replaces a file', ['d=3', 'd/ d/a=1'], ['d/ 2', 'd/a=1 2']],
    ['and back', ['d/ d/a=1', 'd=3', 'd/ d/b=1'], ['d/ 3', 'd/b=1 3']],
    ['a folder stays what it is in a later layer', ['d/ d/a=1', 'd/ d/b=1'], ['d/ 1,2', 'd/a=1 1', 'd/b=1 2']],
    ['folders without an entry are made', ['d/e/a=1'], ['d/', 'd/e/', 'd/e/a=1 1']],
    [
      'a folder behind a link is the one that it leads to',
      ['usr/ usr/lib/ lib->usr/lib', 'lib/x=1'],
      ['lib->usr/lib 1', 'usr/ 1', 'usr/lib/ 1', 'usr/lib/x=1 2'],
    ],
    ['a link never leads out', ['l->../../../up', 'l/x=1'], ['l->../../../up 1', 'up/', 'up/x=1 2']],
    ['an absolute link is below the root', ['d/ d/l->/e', 'd/l/x=1'], ['d/ 1', 'd/l->/e 1', 'e/', 'e/x=1 2']],
    ['a whiteout behind a link', ['usr/ usr/x=1 lib->usr', 'lib/.wh.x'], ['lib->usr 1', 'usr/ 1']],
    ['links in a circle lead nowhere', ['a->b b->a', 'a/x=1'], ['a->b 1', 'b->a 1']],
    ['a hard link has the content of its file', ['a=5 b=>a'], ['a=5 1', 'b=>a 1']],
    ['what is left of two names is the file', ['a=5 b=>a', '.wh.a'], ['b=5 1']],
    ['a hard link to a file of a lower layer', ['a=5', 'b=>a'], ['a=5 1', 'b=>a 2']],
    ['a hard link to what is not there has no content', ['b=>a'], ['b=>a 1']],
    ['a file that was a hard link is on its own', ['a=5 b=>a', 'b=7'], ['a=5 1', 'b=7 1,2']],
  ])('%s', (_, layers, expected) => {
    expect(listed(layers)).toEqual(expected);
  });

  test('so many links are followed, and so many folders made, as one image may need', () => {
    const deep = Array.from({ length: 300 }, (_, i) => `l${i}->l${i + 1}`).join(' ');
    const image = merged([deep, 'l0/x=1']);
    expect(imageFacts(image).layers[1]?.problems).toEqual([{ why: 'too-deep', count: 1, detail: 'l0/x' }]);
  });
});

describe('what one layer does', () => {
  test.each<[string, string[], number, string[]]>([
    ['adds', ['a=1', 'b=2'], 2, ['b=2 added']],
    ['changes', ['a=1', 'a=2'], 2, ['a=2 changed']],
    ['deletes', ['a=1 b=2', '.wh.a'], 2, ['a=1 deleted']],
    ['deletes a folder, told once', ['d/ d/a=1 d/b=2', '.wh.d'], 2, ['d/ deleted']],
    [
      'deletes all in a folder but what it adds',
      ['d/ d/a=1 d/b=2', 'd/ d/.wh..wh..opq d/b=3'],
      2,
      ['d/', 'd/a=1 deleted', 'd/b=3 changed'],
    ],
    ['makes a folder anew', ['d/ d/e/ d/e/a=1', '.wh.d d/ d/e/ d/e/b=2'], 2, ['d/', 'd/e/', 'd/e/a=1 deleted', 'd/e/b=2 added']],
    ['replaces a folder by a file', ['d/ d/a=1', 'd=2'], 2, ['d=2 changed']],
    [
      'has what later layers replace',
      ['a=1 b=2 c=3', 'a=4 .wh.b'],
      1,
      ['a=1 added, replaced in 2', 'b=2 added, replaced in 2', 'c=3 added'],
    ],
    ['has a path twice', ['a=1 a=2'], 1, ['a=2 added']],
  ])('%s', (_, layers, number, expected) => {
    expect(listed(layers, number)).toEqual(expected);
  });

  test('a folder whose mode changes is changed, another one is only on the way', () => {
    const folder = (mode: number): FileEntry => ({ ...entry('d/'), mode });
    const image = mergeLayers([{ entries: [folder(0o755), entry('e/')] }, { entries: [folder(0o700), entry('e/')] }]);
    expect(folderOf(image, 2, '')?.rows.map(({ name, change }) => [name, change])).toEqual([
      ['d', 'changed'],
      ['e', undefined],
    ]);
  });
});

test('what was written, then overwritten or deleted, is wasted; what another name still has is not', () => {
  const image = merged(['a=10 b=20 c=30 d=>c e=5 e=6', 'a=1 .wh.b .wh.c', '.wh.e']);
  const facts = { mode: 0o644, uid: 0, gid: 0 };
  expect(wastedOf(image)).toEqual({
    rows: [
      { path: 'b', size: 20, layer: 1, how: 'deleted', by: 2, ...facts },
      { path: 'a', size: 10, layer: 1, how: 'overwritten', by: 2, ...facts },
      { path: 'e', size: 6, layer: 1, how: 'deleted', by: 3, ...facts },
      { path: 'e', size: 5, layer: 1, how: 'overwritten', by: 1, ...facts },
    ],
    count: 4,
    bytes: 41,
  });
  expect(imageFacts(image)).toMatchObject({
    files: 2,
    unpacked: 31,
    wasted: 41,
    layers: [
      { added: 5, wasted: 41 },
      { added: 0, changed: 1, deleted: 2, wasted: 0 },
      { deleted: 1, wasted: 0 },
    ],
  });
});

test('a folder tells how much is below it, each content once', () => {
  const image = merged(['d/ d/a=10 d/b=>d/a d/e/ d/e/c=5', 'd/e/f=1']);
  expect(folderOf(image, undefined, '')?.rows).toMatchObject([{ name: 'd', kind: 'folder', size: 16, files: 4, layers: [1] }]);
  // No entry of that layer says more of the folder.
  expect(folderOf(image, 2, '')?.rows).toMatchObject([{ name: 'd', kind: 'folder', size: 1, files: 1, layers: [] }]);
  expect(folderOf(image, undefined, 'd/x')).toBeUndefined();
  expect(folderOf(image, 3, '')).toBeUndefined();
});

describe('files are found', () => {
  const mode = (text: string, bits: number): FileEntry => ({ ...entry(text), mode: bits });
  const image = mergeLayers([
    {
      entries: [
        ...['usr/', 'usr/bin/', 'bin->usr/bin'].map(entry),
        ...[mode('usr/bin/sudo=100', 0o4755), mode('usr/bin/data=5', 0o644), entry('usr/bin/sh->dash')],
        ...[mode('tmp/', 0o1777), mode('open/', 0o777), mode('open/File=9', 0o666), entry('Open/other=2')],
      ],
    },
  ]);
  test.each<[string, Partial<Parameters<typeof findFiles>[1]>, string[]]>([
    ['by words in any case', { text: 'open FILE' }, ['open/File']],
    ['without others', { text: 'open -file -other' }, ['open', 'Open']],
    ['by size', { minSize: 6 }, ['open/File', 'usr/bin/sudo']],
    ['set-uid', { marks: ['set-uid'] }, ['usr/bin/sudo']],
    ['world-writable, but not in a folder such as /tmp', { marks: ['world-writable'] }, ['open', 'open/File']],
    ['on PATH, behind a link', { marks: ['on-path'], pathFolders: ['/bin', '/nowhere'] }, ['usr/bin/sh', 'usr/bin/sudo']],
    ['with two marks', { marks: ['on-path', 'set-uid'], pathFolders: ['/bin'] }, ['usr/bin/sudo']],
  ])('%s', (_, question, expected) => {
    const { rows, count } = findFiles(image, { text: '', marks: [], pathFolders: [], ...question });
    expect(rows.map(({ path }) => path)).toEqual(expected);
    expect(count).toBe(expected.length);
  });
});

describe('what was deleted', () => {
  /** Everything with what was deleted, or what of it one layer did. */
  const withDeleted = (layers: readonly string[], changedIn?: number): string[] =>
    findFiles(merged(layers), { text: '', marks: [], pathFolders: [], withDeleted: true, changedIn }).rows.map(
      ({ path, size, files, deletedIn, layers: from }) =>
        deletedIn === undefined
          ? path
          : `${path}=${size}${files === undefined ? '' : ` (${files})`} of ${from.join()} deleted in ${deletedIn}`,
    );

  test.each<[string, string[], string[]]>([
    ['is shown where it was', ['d/ d/a=1 d/b=2', 'd/.wh.a'], ['d', 'd/a=1 of 1 deleted in 2', 'd/b']],
    [
      'is a whole folder with all in it',
      ['d/ d/a=1 d/e/ d/e/b=2', '.wh.d'],
      ['d=3 (2) of 1 deleted in 2', 'd/a=1 of 1 deleted in 2', 'd/e=2 (1) of 1 deleted in 2', 'd/e/b=2 of 1 deleted in 2'],
    ],
    ['is not what came again', ['a=1 b=1', '.wh.a .wh.b', 'a=2'], ['a', 'b=1 of 1 deleted in 2']],
    ['is told of the last deletion', ['a=1', '.wh.a', 'a=2', '.wh.a'], ['a=2 of 3 deleted in 4']],
    [
      'before its folder was, is in it',
      ['d/ d/a=1 d/b=2', 'd/.wh.a', '.wh.d'],
      ['d=3 (2) of 1 deleted in 3', 'd/a=1 of 1 deleted in 2', 'd/b=2 of 1 deleted in 3'],
    ],
    ['in a folder that came again is in that', ['d/ d/a=1', '.wh.d', 'd/ d/b=1'], ['d', 'd/a=1 of 1 deleted in 2', 'd/b']],
    ['below what is a file now has no place', ['d/ d/a=1', 'd/.wh.a', 'd=5'], ['d']],
    ['by an opaque folder', ['d/ d/a=1', 'd/ d/.wh..wh..opq d/b=1'], ['d', 'd/a=1 of 1 deleted in 2', 'd/b']],
    ['is not what a layer overwrote', ['a=1', 'a=2'], ['a']],
  ])('%s', (_, layers, expected) => {
    expect(withDeleted(layers)).toEqual(expected);
  });

  test('is in its folder only where it is asked for, and a deleted folder can be opened', () => {
    const image = merged(['a=1 d/ d/b=2 e/', '.wh.d .wh.a', 'e/c=1']);
    const names = (path: string, deleted: boolean) => folderOf(image, undefined, path, deleted)?.rows.map(({ name }) => name);
    expect(names('', false)).toEqual(['e']);
    expect(names('', true)).toEqual(['d', 'e', 'a']);
    expect(names('d', true)).toEqual(['b']);
    expect(names('d', false)).toBeUndefined();
    expect(names('x', true)).toBeUndefined();
    expect(names('a', true)).toEqual([]);
  });

  test('in the view of its layer can be opened, too', () => {
    const image = merged(['d/ d/a=1 d/e/ d/e/b=2', '.wh.d', 'd/ d/c=1']);
    expect(folderOf(image, 2, '')?.rows).toMatchObject([{ path: 'd', change: 'deleted', size: 3, files: 2 }]);
    expect(folderOf(image, 2, 'd')?.rows).toMatchObject([
      { path: 'd/e', change: 'deleted', layers: [2] },
      { path: 'd/a', change: 'deleted', layers: [2] },
    ]);
    expect(folderOf(image, 3, 'd/e')).toBeUndefined();
  });

  test('and what a layer added or changed is found by that layer', () => {
    const layers = ['a=1 b=1 d/ d/c=1', 'a=2 d/ e=1 .wh.b', 'a=3 .wh.d'];
    const found = (changedIn: number) =>
      findFiles(merged(layers), { text: '', marks: [], pathFolders: [], changedIn }).rows.map(({ path }) => path);
    expect([found(1), found(2), found(3), found(4)]).toEqual([['a'], ['a', 'e'], ['a'], []]);
    expect(withDeleted(layers, 2)).toEqual(['a', 'b=1 of 1 deleted in 2', 'e']);
    expect(withDeleted(layers, 3)).toEqual(['a', 'd=1 (1) of 1,2 deleted in 3', 'd/c=1 of 1 deleted in 3']);
  });
});

test('one file is found by its path, in the image and in what a layer does', () => {
  const image = merged(['d/ d/a=10 b=1', 'd/a=5 .wh.b']);
  expect(entryOf(image, undefined, 'd/a')).toMatchObject({ path: 'd/a', name: 'a', size: 5, layers: [1, 2] });
  expect(entryOf(image, undefined, 'd')).toMatchObject({ path: 'd', kind: 'folder', files: 1 });
  expect(entryOf(image, 1, 'd/a')).toMatchObject({ size: 10, change: 'added', replacedIn: 2 });
  expect(entryOf(image, 2, 'b')).toMatchObject({ change: 'deleted' });
  for (const path of ['', 'b', 'd/x', 'x/a', 'd/a/a']) expect(entryOf(image, undefined, path)).toBeUndefined();
  expect(entryOf(image, 3, 'd/a')).toBeUndefined();
});

test('one file is found where links lead to its folder, with its own path', () => {
  const image = merged(['usr/ usr/bin/ usr/bin/sh=5 bin->usr/bin up->../bin loop->loop']);
  for (const path of ['bin/sh', 'up/sh', 'usr/bin/sh'])
    expect(entryOf(image, undefined, path)).toMatchObject({ path: 'usr/bin/sh', size: 5 });
  expect(entryOf(image, undefined, 'bin')).toMatchObject({ kind: 'symlink' });
  for (const path of ['loop/sh', 'bin/none']) expect(entryOf(image, undefined, path)).toBeUndefined();
});

test('a folder of many files is told in part, and how many more there are', () => {
  const entries = Array.from({ length: 130_000 }, (_, i) => entry(`d/f${i}=1`));
  const image = mergeLayers([{ entries }, { entries: [entry('.wh.x')] }]);
  const { rows, more } = folderOf(image, undefined, 'd') ?? { rows: [], more: 0 };
  expect([rows.length, more, rows[2]?.name]).toEqual([5_000, 125_000, 'f2']);
  expect(mergeLayers([{ entries }, { entries: [entry('.wh.d')] }]).wasted).toHaveLength(130_000);
});

test('what a layer writes twice is one row, the later one', () => {
  const twice = [
    ['a', 'a/b', 'a/'],
    ['a', 'b', 'a=9'],
    ['a/', 'a/b', 'a', 'a/', 'a/b=5'],
    ['a', '.wh.a', 'b'],
  ];
  for (const texts of twice) {
    const entries = texts.map(entry);
    const [layer] = mergeLayers([{ entries }]).layers;
    const last = new Map(entries.map((one) => [one.path, one]));
    const rows = layer?.rows ?? [];
    expect(rows.map(({ path }) => path)).toEqual([...new Set(rows.map(({ path }) => path))]);
    for (const { path, entry: said } of rows) expect(said).toBe(last.get(path));
  }
});
