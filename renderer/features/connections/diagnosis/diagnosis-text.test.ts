import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { DiagnosisStep } from '../../../../shared/contract/diagnosis.ts';
import { words as en } from '../../../i18n/en.ts';
import { healthyText, stepText } from './diagnosis-text.ts';

const t = await i18next.createInstance().init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });

test.each([
  ['FORBIDDEN', { host: 'r', action: 'push', by: 'registry' }],
  ['NOT_FOUND', { what: 'tags' }],
  ['RATE_LIMITED', { host: 'r' }],
])('a diagnosis that ends with %s shows the own words of the registry', (code, data) => {
  const errors = [{ code: 'DENIED', message: 'ask the platform team' }];
  const failure = { code, data: { ...data, errors } };
  const step: DiagnosisStep = { name: 'list', result: 'failed', took: 5, facts: [], chain: [], failure };
  expect(stepText(t, step).facts).toEqual([{ label: 'Registry’s own words', value: 'DENIED: ask the platform team' }]);
});

test.each<[string, DiagnosisStep['result'][]]>([
  ['All checks passed.', ['ok', 'ok', 'skipped']],
  ['No check failed. Read the note below.', ['ok', 'notice']],
  ['No check failed. Read the 2 notes below.', ['notice', 'ok', 'notice']],
])('"%s" stands above steps that end in %j', (text, results) => {
  const steps = results.map((result): DiagnosisStep => ({ name: 'list', result, took: 5, facts: [], chain: [] }));
  expect(healthyText(t, steps)).toBe(text);
});
