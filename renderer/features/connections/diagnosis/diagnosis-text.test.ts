import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { DiagnosisStep } from '../../../../shared/contract/diagnosis.ts';
import { words as en } from '../../../i18n/en.ts';
import { stepText } from './diagnosis-text.ts';

test.each([
  ['FORBIDDEN', { host: 'r', action: 'push', by: 'registry' }],
  ['NOT_FOUND', { what: 'tags' }],
  ['RATE_LIMITED', { host: 'r' }],
])('a diagnosis that ends with %s shows the own words of the registry', async (code, data) => {
  const t = await i18next
    .createInstance()
    .init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });
  const errors = [{ code: 'DENIED', message: 'ask the platform team' }];
  const failure = { code, data: { ...data, errors } };
  const step: DiagnosisStep = { name: 'list', result: 'failed', took: 5, facts: [], chain: [], failure };
  expect(stepText(t, step).facts).toEqual([{ label: 'Registry’s own words', value: 'DENIED: ask the platform team' }]);
});
