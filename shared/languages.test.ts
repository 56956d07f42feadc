import { expect, test } from 'vitest';
import { languageOf } from './languages.ts';

test.each([
  // Klingon stands for a language that the window does not have.
  ['system', ['tlh', 'zh-Hans-CN', 'en'], 'zh-CN'],
  ['system', ['en-GB', 'zh-CN'], 'en'],
  ['system', ['zh'], 'zh-CN'],
  ['system', ['tlh'], 'en'],
  ['system', [], 'en'],
  ['en', ['zh-CN'], 'en'],
  ['zh-CN', ['en'], 'zh-CN'],
] as const)('with the choice %s on a system in %j, the window is in %s', (chosen, system, language) => {
  expect(languageOf(chosen, system)).toBe(language);
});
