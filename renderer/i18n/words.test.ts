import { expect, test } from 'vitest';
import { en } from './en.ts';
import { languageOf } from './i18n.ts';
import { zhCN } from './zh-cn.ts';

function flatten(words: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value as object, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const english = flatten(en);
const chinese = flatten(zhCN);
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\w+\}\}|<\/?\w+\/?>/g)].map(([match]) => match).sort();

test('Chinese has every word that English has, and no other', () => {
  const expected = [...english.keys()].filter((key) => !key.endsWith('_one'));
  expect([...chinese.keys()].sort()).toEqual(expected.sort());
});

test('no word is empty, and both languages fill in the same things', () => {
  for (const [key, text] of chinese) {
    expect([key, text.trim() === '']).toEqual([key, false]);
    expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
  }
});

test('every plural has its forms', () => {
  for (const key of english.keys()) if (key.endsWith('_one')) expect(english.has(key.replace(/_one$/, '_other'))).toBe(true);
});

test('the language follows the system until one is chosen', () => {
  expect(languageOf('system', ['de-DE', 'zh-Hans-CN', 'en'])).toBe('zh-CN');
  expect(languageOf('system', ['fr'])).toBe('en');
  expect(languageOf('en', ['zh-CN'])).toBe('en');
});
