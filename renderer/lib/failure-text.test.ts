import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { failureSchemas } from '../../shared/errors.ts';
import { words as en } from '../i18n/en.ts';
import { words as zhCN } from '../i18n/zh-cn.ts';
import { failureText } from './failure-text.ts';

const words = createInstance();
await words.init({ resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } }, interpolation: { escapeValue: false } });

const textOf = (language: string, why: (typeof whys)[number]): string =>
  failureText(words.getFixedT(language), { code: 'INVALID_RESPONSE', data: { where: 'x', why, detail: '<4>' } }).detail;

const whys = failureSchemas.INVALID_RESPONSE.shape.why.options.filter((why) => why !== 'not-an-address');

test.each(whys)('why an answer cannot be used is said in both languages, with what it is about: %s', (why) => {
  const [english, chinese] = [textOf('en', why), textOf('zh-CN', why)];
  expect(english).toMatch(/^Reason: (?:it|its|the|a) [^{}]*\.$/);
  expect(chinese).toMatch(/^原因：[^{}]*\p{Script=Han}[^{}]*。$/u);
  expect(chinese.includes('<4>')).toBe(english.includes('<4>'));
});

test('a redirect that is not followed is told in Chinese to whom Chinese is shown', () => {
  expect(textOf('zh-CN', 'redirect-to-http')).toBe('原因：从 https 重定向到 http。');
});
