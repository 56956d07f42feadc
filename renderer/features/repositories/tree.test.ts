import { expect, test } from 'vitest';
import { beginsWith, buildTree, flatRows, flattenTree, foldersAbove, lastInView } from './tree.ts';

/** A line as text: its depth, its mark, its label and, for a folder, how many repositories are in it. */
const lines = (names: readonly string[], isExpanded: (path: string) => boolean): string[] =>
  flattenTree(buildTree(names), isExpanded).map(
    ({ node, level, expanded }) =>
      `${'  '.repeat(level - 1)}${expanded === undefined ? '' : expanded ? '- ' : '+ '}${node.label}${node.isRepository ? '' : ` (${node.count})`}`,
  );

test.each<[string, string[], (path: string) => boolean, string[]]>([
  ['single words stay single lines', ['web', 'api'], () => true, ['api', 'web']],
  ['names are grouped by segment', ['team/web', 'team/api', 'base'], () => true, ['- team (2)', '  api', '  web', 'base']],
  ['a closed folder hides its repositories', ['team/web', 'team/api'], () => false, ['+ team (2)']],
  [
    'a folder with nothing but one folder is one line',
    ['mirror/docker.io/library/nginx', 'mirror/docker.io/library/redis'],
    () => true,
    ['- mirror/docker.io/library (2)', '  nginx', '  redis'],
  ],
  ['a folder with one repository stays a folder', ['team/api'], () => true, ['- team (1)', '  api']],
  ['a repository that is a folder too is both', ['team/api', 'team/api/debug'], () => true, ['- team (2)', '  - api', '    debug']],
  [
    'only what is expanded is listed',
    ['a/x/one', 'a/x/two', 'a/y/one', 'a/y/two'],
    (path) => path !== 'a/y',
    ['- a (4)', '  - x (2)', '    one', '    two', '  + y (2)'],
  ],
  ['numbers are in natural order', ['tool-101', 'tool-11', 'tool-2'], () => true, ['tool-2', 'tool-11', 'tool-101']],
  [
    'folders come before repositories, at every level',
    ['a', 'z/b', 'z/y/c', 'm-2/x', 'm-10/x'],
    () => true,
    ['- m-2 (1)', '  x', '- m-10 (1)', '  x', '- z (2)', '  - y (1)', '    c', '  b', 'a'],
  ],
  ['no names, no lines', [], () => true, []],
])('%s', (_, names, isExpanded, expected) => {
  expect(lines(names, isExpanded)).toEqual(expected);
});

test('pinned repositories are listed by their whole path, with their mark', () => {
  expect(flatRows(['team/api'], 'pinned')).toMatchObject([{ node: { path: 'team/api', label: 'team/api' }, level: 1, mark: 'pinned' }]);
  expect(flatRows(['team/api'])[0]).not.toHaveProperty('mark');
});

test.each([
  ['team/api', ['team']],
  ['team/api/debug', ['team', 'team/api']],
  ['mirror/docker.io/library/nginx', ['mirror/docker.io/library']],
  ['base', []],
  ['team', undefined],
  ['team/none', undefined],
  ['tea', undefined],
])('to see %s, these folders have to be open: %j', (repository, expected) => {
  const tree = buildTree(['team/api', 'team/api/debug', 'mirror/docker.io/library/nginx', 'mirror/docker.io/library/redis', 'base']);
  expect(foldersAbove(tree, repository)).toEqual(expected);
});

test.each([
  ['w', ['web']],
  ['deb', ['team/debug']],
  ['tea', ['team/debug']],
  ['x', []],
])('typing %s finds %j', (typed, expected) => {
  const rows = flatRows(['api', 'web', 'team/debug', 'zoo']);
  expect(rows.filter((row) => beginsWith(row, typed)).map(({ node }) => node.path)).toEqual(expected);
});

test.each([
  ['all of a folder that there is room for', 'team', 10, 'team/web'],
  ['as many as there is room for below the folder', 'tools', 4, 'tools/3'],
  ['the first of it, in the smallest room', 'tools', 1, 'tools/1'],
  ['nothing of a folder that is closed', 'closed', 10, undefined],
])('a folder that was opened is scrolled to: %s', (_, path, room, last) => {
  const names = ['closed/a', 'closed/b', 'team/api', 'team/web', ...[1, 2, 3, 4, 5, 6].map((n) => `tools/${n}`), 'web'];
  const rows = [...flatRows(['team/web'], 'pinned'), ...flattenTree(buildTree(names), (open) => open !== 'closed')];
  const index = lastInView(rows, path, room);
  expect(index === undefined ? undefined : rows[index]?.node.path).toBe(last);
});
