import { describe, expect, test } from 'vitest';
import { languageCodes } from '../../shared/languages.ts';
import { wordsOf } from './i18n.ts';

function flatten(words: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value as object, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\w+\}\}|<\/?\w+\/?>/g)].map(([match]) => match).sort();
const PLURAL = /_(?:zero|one|two|few|many|other)$/;

/** The keys that a language has to have: for each plural its own forms (CLDR), all others as English has them. */
function keysFor(language: string, english: Iterable<string>): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const keys = [...english].flatMap((key) => (PLURAL.test(key) ? forms.map((form) => key.replace(PLURAL, `_${form}`)) : [key]));
  return [...new Set(keys)].sort();
}

const english = flatten(wordsOf('en'));

describe.each(languageCodes)('in %s', (language) => {
  const words = flatten(wordsOf(language));

  test('every text of English is there, with the plural forms of the language, and no other', () => {
    const wanted = keysFor(language, english.keys());
    const missing = wanted.filter((key) => !words.has(key));
    const unknown = [...words.keys()].filter((key) => !wanted.includes(key));
    expect({ missing, unknown }).toEqual({ missing: [], unknown: [] });
  });

  test('no text is empty, and each fills in what English fills in', () => {
    for (const [key, text] of words) {
      expect([key, text.trim() === '']).toEqual([key, false]);
      const same = english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';
      expect([key, placeholders(text)]).toEqual([key, placeholders(same)]);
    }
  });
});
