import { expect, test } from 'vitest';
import { isTypedAhead, nothingTyped, soughtBy, typeAhead } from './type-ahead.ts';

test.each([
  ['one letter looks from the next line on', ['w 0'], { text: 'w', fromNext: true }],
  ['two letters look from here', ['w 0', 'e 100'], { text: 'we', fromNext: false }],
  ['a letter that is typed again goes on to the next hit', ['w 0', 'w 100', 'w 200'], { text: 'w', fromNext: true }],
  ['after a pause it begins anew', ['w 0', 'e 5000'], { text: 'e', fromNext: true }],
  ['capital letters are the same', ['W 0', 'E 100'], { text: 'we', fromNext: false }],
])('%s', (_, keys, expected) => {
  const typed = keys.reduce((before, step) => {
    const [key = '', at] = step.split(' ');
    return typeAhead(before, key, Number(at));
  }, nothingTyped);
  expect(soughtBy(typed)).toEqual(expected);
});

test.each(['a', '1', '.', '-', '仓'])('"%s" names what is looked for', (key) => expect(isTypedAhead(key)).toBe(true));
test.each(['/', '?', ' ', 'Enter', 'F5'])('"%s" does not', (key) => expect(isTypedAhead(key)).toBe(false));
