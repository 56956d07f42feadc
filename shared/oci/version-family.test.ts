import { expect, test } from 'vitest';
import { familyOf } from './version-family.ts';

test.each<[string, string[], string[]]>([
  ['1.9.2', [], ['1.9', '1', 'latest']],
  ['1.9.2', ['1.9', '1', 'latest', '1.9.1', '1.8.7'], ['1.9', '1', 'latest']],
  ['1.9.2', ['1.9.3'], ['1.9 < 1.9.3', '1 < 1.9.3', 'latest < 1.9.3']],
  ['1.9.2', ['1.10.0', '1.10'], ['1.9', '1 < 1.10', 'latest < 1.10']],
  ['1.9.2', ['2.0.0'], ['1.9', '1', 'latest < 2.0.0']],
  ['1.9.2', ['2.0.0-rc.1', '1.9.3-beta'], ['1.9', '1', 'latest']],
  ['1.9.2', ['2.0.0-alpine'], ['1.9', '1', 'latest']],
  ['1.9.2-alpine', ['1.9.3', '1.9.1-alpine'], ['1.9-alpine', '1-alpine']],
  ['1.9.2-alpine', ['1.9.3-alpine'], ['1.9-alpine < 1.9.3-alpine', '1-alpine < 1.9.3-alpine']],
  ['v1.9.2', ['1.9.9'], ['v1.9', 'v1', 'latest < 1.9.9']],
  ['v1.9.2', ['v1.9.10'], ['v1.9 < v1.9.10', 'v1 < v1.9.10', 'latest < v1.9.10']],
  ['7', ['6', '7.1'], ['latest']],
  ['7.1', ['8'], ['7', 'latest < 8']],
  ['22.04.1', ['22.04.0'], ['22.04', '22', 'latest']],
  ['2024.01.15-slim', [], ['2024.01-slim', '2024-slim']],
  ['1.9.2-rc.1', [], []],
  ['main', ['1.0.0'], []],
])('%s among %j', (tag, names, expected) => {
  expect(familyOf(tag, names).map((entry) => (entry.ahead === undefined ? entry.tag : `${entry.tag} < ${entry.ahead}`))).toEqual(expected);
});
