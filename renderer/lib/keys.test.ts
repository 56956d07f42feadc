import { expect, test } from 'vitest';
import { chordsOf } from './keys.ts';

const written = (keys: string, isMac: boolean): string[] => chordsOf(keys, isMac).map((chord) => chord.map(({ sign }) => sign).join(' '));

test.each([
  ['mod K', ['Ctrl K'], ['⌘ K']],
  ['mod shift Z | mod Y', ['Ctrl Shift Z', 'Ctrl Y'], ['⌘ ⇧ Z', '⌘ Y']],
  ['mod 1 | mod 2 | mod 3', ['Ctrl 1', 'Ctrl 2', 'Ctrl 3'], ['⌘ 1', '⌘ 2', '⌘ 3']],
  ['F6', ['F6'], ['F6']],
  ['slash', ['/'], ['/']],
  ['delete', ['Del'], ['⌫']],
])('%s is written on the keys of each system', (keys, other, mac) => {
  expect(written(keys, false)).toEqual(other);
  expect(written(keys, true)).toEqual(mac);
});

test('a key whose sign is no word has a name to be read aloud', () => {
  expect(chordsOf('mod slash', false)).toEqual([
    [
      { sign: 'Ctrl', name: 'mod' },
      { sign: '/', name: 'slash' },
    ],
  ]);
});
