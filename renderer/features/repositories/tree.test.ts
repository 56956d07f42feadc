import { expect, test } from 'vitest';
import { buildTree, flatRows, flattenTree } from './tree.ts';

/** A line as text: its depth, its mark, its label and, for a namespace, how many repositories are in it. */
const lines = (names: readonly string[], isExpanded: (path: string) => boolean): string[] =>
  flattenTree(buildTree(names), isExpanded).map(
    ({ node, level, expanded }) =>
      `${'  '.repeat(level - 1)}${expanded === undefined ? '' : expanded ? '- ' : '+ '}${node.label}${node.isRepository ? '' : ` (${node.count})`}`,
  );

test.each<[string, string[], (path: string) => boolean, string[]]>([
  ['single words stay single lines', ['web', 'api'], () => true, ['api', 'web']],
  ['names are grouped by segment', ['team/web', 'team/api', 'base'], () => true, ['base', '- team (2)', '  api', '  web']],
  ['a folded namespace hides its repositories', ['team/web', 'team/api'], () => false, ['+ team (2)']],
  [
    'a namespace with nothing but one namespace is one line',
    ['mirror/docker.io/library/nginx', 'mirror/docker.io/library/redis'],
    () => true,
    ['- mirror/docker.io/library (2)', '  nginx', '  redis'],
  ],
  ['a namespace with one repository stays a namespace', ['team/api'], () => true, ['- team (1)', '  api']],
  ['a repository that is a namespace too is both', ['team/api', 'team/api/debug'], () => true, ['- team (2)', '  - api', '    debug']],
  [
    'only what is expanded is listed',
    ['a/x/one', 'a/x/two', 'a/y/one', 'a/y/two'],
    (path) => path !== 'a/y',
    ['- a (4)', '  - x (2)', '    one', '    two', '  + y (2)'],
  ],
  ['no names, no lines', [], () => true, []],
])('%s', (_, names, isExpanded, expected) => {
  expect(lines(names, isExpanded)).toEqual(expected);
});

test('pinned repositories are listed by their whole path, with their mark', () => {
  expect(flatRows(['team/api'], 'pinned')).toMatchObject([{ node: { path: 'team/api', label: 'team/api' }, level: 1, mark: 'pinned' }]);
  expect(flatRows(['team/api'])[0]).not.toHaveProperty('mark');
});
