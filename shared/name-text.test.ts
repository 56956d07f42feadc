import { expect, test } from 'vitest';
import { nameText } from './name-text.ts';

test.each([
  ['server.js', 'server.js'],
  ['使用指南.md', '使用指南.md'],
  ['two words', 'two words'],
  ['a\nb\tc', 'a\\u{a}b\\u{9}c'],
  ['photo\u202egpj.exe', 'photo\\u{202e}gpj.exe'],
  ['a\u2066b\u200b\u200f', 'a\\u{2066}b\\u{200b}\\u{200f}'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['ü\\xff', 'ü\\xff'],
  ['\u{e0001}tag', '\\u{e0001}tag'],
])('the name %j is shown as %s', (name, shown) => {
  expect(nameText(name)).toBe(shown);
});
