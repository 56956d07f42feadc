import { describe, expect, test } from 'vitest';
import type { StorageGroup, StorageResult, StorageScope, StorageSelection } from '../../../shared/contract/storage.ts';
import { nameOf, selectionOf, sortGroups, tileGroups } from './groups.ts';

const group = (kind: StorageGroup['kind'], key: string, total: number, unique: number, tagCount = 1): StorageGroup => ({
  ...{ kind, key, total, unique, tagCount, repositoryCount: 1 },
  tags: kind === 'image' ? [{ repository: 'team/api', tag: `tag of ${key}` }] : [],
});

const figures = {
  ...{ total: 100, unique: 100, alone: 150, tags: 5, images: 4, unread: 0 },
  repositories: { known: 3, read: 3 },
};
const result = (groups: readonly StorageGroup[], rest = { count: 0, total: 0, unique: 0 }): StorageResult => ({ figures, groups, rest });

describe('the tiles add up to the total', () => {
  const bytes = (of: StorageResult) => tileGroups(of).map(({ kind, bytes: size }) => [kind, size]);

  test('of groups, what is shared is one tile', () => {
    expect(bytes(result([group('folder', 'team', 80, 50), group('repository', 'tool', 30, 10)]))).toEqual([
      ['group', 50],
      ['group', 10],
      ['shared', 40],
    ]);
  });

  test('of layers, each is one tile, and those that were not told are another', () => {
    expect(bytes(result([group('layer', 'sha256:a', 70, 0)], { count: 4, total: 30, unique: 0 }))).toEqual([
      ['group', 70],
      ['rest', 30],
    ]);
  });

  test('nothing is shared where all is unique', () => {
    expect(bytes(result([group('repository', 'tool', 100, 100)]))).toEqual([['group', 100]]);
  });
});

const FOLDER: StorageScope = { kind: 'folder', folder: 'team' };
const REPOSITORY: StorageScope = { kind: 'repository', repository: 'team/api' };

test.each<[string, StorageGroup, StorageScope, string]>([
  ['a repository in a folder without the folder', group('repository', 'team/api', 1, 1), FOLDER, 'api'],
  ['a repository that is called as the folder', group('repository', 'team', 1, 1), FOLDER, 'team'],
  ['a repository of the registry with its path', group('repository', 'team/api', 1, 1), { kind: 'folder', folder: '' }, 'team/api'],
  ['an image by its first tag', group('image', 'sha256:a', 1, 1), REPOSITORY, 'tag of sha256:a'],
])('names %s', (_, of, scope, name) => {
  expect(nameOf(of, scope)).toBe(name);
});

test.each<[string, readonly StorageGroup[], StorageScope, StorageSelection | undefined]>([
  [
    'folders and repositories',
    [group('folder', 'team/x', 1, 1), group('repository', 'team/y', 1, 1)],
    FOLDER,
    { kind: 'repositories', folders: ['team/x'], repositories: ['team/y'] },
  ],
  ['images', [group('image', 'sha256:a', 1, 1)], REPOSITORY, { kind: 'images', repository: 'team/api', digests: ['sha256:a'] }],
  ['nothing that can be deleted, of layers', [group('layer', 'sha256:a', 1, 1)], FOLDER, undefined],
  ['nothing', [], FOLDER, undefined],
])('what is chosen is %s', (_, groups, scope, selection) => {
  expect(selectionOf(groups, scope)).toEqual(selection);
});

test('groups of the same size are in the order of their names, in which 2 is before 10', () => {
  const groups = [group('repository', 'a10', 5, 1, 3), group('repository', 'a2', 5, 2, 1), group('repository', 'b', 9, 0, 2)];
  const keys = (column: 'name' | 'total' | 'unique' | 'tags', descending: boolean) =>
    sortGroups(groups, { kind: 'folder', folder: '' }, { column, descending }).map(({ key }) => key);
  expect(keys('total', true)).toEqual(['b', 'a2', 'a10']);
  expect(keys('unique', true)).toEqual(['a2', 'a10', 'b']);
  expect(keys('tags', false)).toEqual(['a2', 'b', 'a10']);
  expect(keys('name', true)).toEqual(['b', 'a10', 'a2']);
});
