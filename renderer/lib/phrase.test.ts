import i18next from 'i18next';
import { expect, test } from 'vitest';
import { wordsOf } from '../i18n/words-of.ts';
import { phrase } from './phrase.ts';

test.each(['en', 'zh-CN'] as const)('in %s a phrase says what the words say, for each value', async (language) => {
  const words = i18next.createInstance();
  const resources = { [language]: { translation: await wordsOf(language) } };
  await words.init({ lng: language, resources, interpolation: { escapeValue: false }, keySeparator: '.', nsSeparator: false });
  const t = words.getFixedT(language);
  for (const tag of ['1.0', 'a$&b', '{{tag}}', '']) expect(phrase(t, 'actions', tag)).toBe(t('tags.actions', { tag }));
  expect(phrase(t, 'actions', '1.0')).toContain('1.0');
  expect(phrase(t, 'select', '1.0')).not.toBe(phrase(t, 'actions', '1.0'));
});
