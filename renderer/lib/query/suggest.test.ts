import { expect, test } from 'vitest';
import { suggested, suggestions, type Vocabulary } from './suggest.ts';

const vocabulary: Vocabulary = {
  size: () => ['>100MB', '>1GB'],
  created: () => [],
  platform: () => ['amd64', 'arm64', 'arm/v7'],
  kind: () => ['index', 'image'],
};

test.each([
  ['', false, []],
  ['s', false, []],
  ['si', false, ['size:']],
  ['-si', false, ['-size:']],
  ['1.9 pl', false, ['platform:']],
  ['1.9 ', false, []],
  ['1.9', false, []],
  ['pu', false, []],
  ['', true, ['size:', 'created:', 'platform:', 'kind:']],
  ['1.9 ', true, ['size:', 'created:', 'platform:', 'kind:']],
  ['size:', false, ['size:>100MB', 'size:>1GB']],
  ['size:>1G', false, ['size:>1GB']],
  ['size:>1GB', false, []],
  ['-platform:AR', false, ['-platform:arm64', '-platform:arm/v7']],
  ['created:', false, []],
])('at the end of %j (asked: %s) these are offered: %j', (draft, isAsked, texts) => {
  expect(suggestions(draft, vocabulary, isAsked).map(({ text }) => text)).toEqual(texts);
});

test.each([
  ['1.9 pl', 0, '1.9 platform:'],
  ['1.9 platform:ar', 0, '1.9 platform:arm64 '],
  ['-ki', 0, '-kind:'],
])('%j becomes %j', (draft, index, text) => {
  const chosen = suggestions(draft, vocabulary, false)[index];
  expect(chosen && suggested(draft, chosen)).toBe(text);
});
