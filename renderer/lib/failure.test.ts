import i18next from 'i18next';
import { expect, test } from 'vitest';
import { words as en } from '../i18n/en.ts';
import { words as zhCN } from '../i18n/zh-cn.ts';
import { readFailure } from './failure.ts';
import { failureText } from './failure-text.ts';

const errors = [{ code: 'DENIED', message: 'ask the platform team' }];

test.each([
  ['UNAUTHORIZED', { host: 'x', challenge: 'basic', reason: 'rejected' }],
  ['FORBIDDEN', { host: 'x', action: 'push', by: 'registry' }],
  ['NOT_FOUND', { what: 'x' }],
  ['UNSUPPORTED', { feature: 'delete', why: 'answered', status: 405 }],
  ['UNSUPPORTED', { feature: 'put-back', why: 'content-gone' }],
  ['RATE_LIMITED', { host: 'x' }],
  ['CONFLICT', { what: 'protected', subject: 'x' }],
  ['REGISTRY', { host: 'x', status: 500 }],
])('the details of a failure with %s have the own words of the registry', (code, data) => {
  expect(readFailure({ code, data: { ...data, errors } })).toEqual({ code, data: { ...data, errors } });
});

test.each([
  ['UNSUPPORTED', { feature: 'put-back', why: 'content-gone' }],
  ['UNSUPPORTED', { feature: 'put-back', why: 'load-again' }],
  ['UNSUPPORTED', { feature: 'delete', why: 'still-found' }],
  ['UNSUPPORTED', { feature: 'delete', why: 'answered', status: 405 }],
  ['INVALID_RESPONSE', { where: 'redirect', why: 'redirect-nearer' }],
  ['CONFLICT', { what: 'change-running', subject: 'x' }],
])('%s %o is a sentence in each language, without a code', async (code, data) => {
  const resources = { en: { translation: en }, 'zh-CN': { translation: zhCN } };
  const i18n = i18next.createInstance();
  await i18n.init({ lng: 'en', resources });
  const english = failureText(i18n.t, readFailure({ code, data }));
  await i18n.changeLanguage('zh-CN');
  const chinese = failureText(i18n.t, readFailure({ code, data }));
  expect(english.detail).toMatch(/^[A-Z].*\.$/);
  expect(chinese.detail).toMatch(/^[^a-z]+。$/);
});
