import { expect, test } from 'vitest';
import { foldersOf, withFolder } from './list-folders.ts';

const named = (name: string, folder = '') => ({ name, folder });

test.each([
  ['without folders it is one list', [named('a'), named('b')], [['', 'a', 'b']]],
  [
    'registries in no folder come first, and each folder stands where its first registry is',
    [named('x', 'prod'), named('a'), named('y', 'test'), named('z', 'prod')],
    [
      ['', 'a'],
      ['prod', 'x', 'z'],
      ['test', 'y'],
    ],
  ],
  ['a folder of that name is no property of an object', [named('a', '__proto__')], [['__proto__', 'a']]],
  ['an empty list has no folder', [], []],
])('%s', (_, connections, expected) => {
  expect(foldersOf(connections).map(({ folder, connections: inside }) => [folder, ...inside.map(({ name }) => name)])).toEqual(expected);
});

test('a folder that is closed is opened, and the other way round', () => {
  expect(withFolder(['prod'], 'test')).toEqual(['test', 'prod']);
  expect(withFolder(['test', 'prod'], 'test')).toEqual(['prod']);
});
