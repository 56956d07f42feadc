import { expect, test } from 'vitest';
import { isTypedAhead, lineTyped, nothingTyped, typeAhead } from './type-ahead.ts';

const NAMES = ['web', 'api', 'worker', 'zoo'];

test.each<[string, string[], number, string | undefined]>([
  ['one letter looks from the next line on', ['w 0'], 0, 'worker'],
  ['two letters look from here', ['w 0', 'e 100'], 0, 'web'],
  ['a letter that is typed again goes on to the next hit', ['w 0', 'w 100', 'w 200'], 2, 'web'],
  ['after a pause it begins anew', ['w 0', 'a 5000'], 0, 'api'],
  ['capital letters are the same', ['W 0', 'O 100'], 0, 'worker'],
  ['around the end', ['a 0'], 3, 'api'],
  ['what no line begins with', ['x 0'], 0, undefined],
])('%s', (_, keys, cursor, expected) => {
  const typed = keys.reduce((before, step) => {
    const [key = '', at] = step.split(' ');
    return typeAhead(before, key, Number(at));
  }, nothingTyped);
  const found = lineTyped(typed, cursor, NAMES.length, (index, text) => NAMES[index]?.startsWith(text) === true);
  expect(found === undefined ? undefined : NAMES[found]).toBe(expected);
});

test.each(['a', '1', '.', '-', '仓'])('"%s" names what is looked for', (key) => expect(isTypedAhead(key)).toBe(true));
test.each(['/', '?', ' ', 'Enter', 'F5'])('"%s" does not', (key) => expect(isTypedAhead(key)).toBe(false));
