import { createInstance } from 'i18next';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type FailureCode, failureSchemas } from '../../shared/errors.ts';
import { readFailure } from '../../shared/shown-failure.ts';
import { words as en } from '../i18n/en.ts';
import { words as zhCN } from '../i18n/zh-cn.ts';
import { failureText } from './failure-text.ts';

const words = createInstance();
await words.init({ resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } }, interpolation: { escapeValue: false } });

type Data = Readonly<Record<string, unknown>>;

/** Every combination of the enums of a schema; of anything else one value that can be told from words. */
function valuesOf(schema: unknown, name: string): unknown[] {
  if (schema instanceof z.ZodOptional) return [undefined, ...valuesOf(schema.unwrap(), name)];
  if (schema instanceof z.ZodEnum) return schema.options;
  if (schema instanceof z.ZodLiteral) return [...schema.values];
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap((option) => valuesOf(option, name));
  if (schema instanceof z.ZodNumber) return [405];
  if (schema instanceof z.ZodArray) return [[]];
  if (!(schema instanceof z.ZodObject)) return [`<${name}>`];
  return Object.entries(schema.shape).reduce<Data[]>(
    (made, [key, field]) =>
      made.flatMap((data) => valuesOf(field, key).map((value) => (value === undefined ? data : { ...data, [key]: value }))),
    [{}],
  );
}

const codes = Object.keys(failureSchemas) as FailureCode[];
const failures = codes.flatMap((code) =>
  valuesOf(failureSchemas[code], code).map((data) => ({ code, data: data as Data, name: `${code} ${JSON.stringify(data)}` })),
);

/** Reasons as they stand in the code, as far as they are no words of English. */
const raw = new Set(
  failures
    .flatMap(({ data }) => Object.values(data))
    .filter((value) => typeof value === 'string' && /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(value)),
);
const isRaw = (word: string): boolean => raw.has(word) && !['self-signed', 'read-only', 'sign-in'].includes(word);

/** What is written the same in Chinese. */
const SAME =
  /<\w+>|https?(?::\/\/)?|registry\.example\.com:5000|Longshore|Docker|docker (?:load|save)|VPN|PATH|API|URL|JSON|OCI|HTTP|Basic|Bearer|KiB|tar|gzip|zstd|blob|layers|manifests|manifest\b/g;

const shown = (language: string, code: FailureCode, data: Data): { title: string; detail: string } =>
  failureText(words.getFixedT(language), readFailure({ code, data }));

describe.each(codes)('%s', (own) => {
  test.each(failures.filter(({ code }) => code === own))('$name is a sentence in both languages', ({ code, data }) => {
    const [english, chinese] = [shown('en', code, data), shown('zh-CN', code, data)];
    for (const text of [english.title, english.detail, chinese.title, chinese.detail]) {
      expect(text).not.toMatch(/\{\{|failure\.|history\.|undefined|null|UNEXPECTED/);
      expect(text.split(/[^a-z0-9-]+/).filter(isRaw)).toEqual([]);
    }
    expect(english.title).toMatch(/^(?:[A-Z]|<host>|<subject>)/);
    expect(chinese.title).toMatch(/\p{Script=Han}/u);
    expect(`${chinese.title} ${chinese.detail}`.replace(SAME, '').match(/[A-Za-z]{2,}/g) ?? []).toEqual([]);
  });
});

test('every failure that the contract knows is read as itself', () => {
  expect(failures.length).toBeGreaterThan(150);
  for (const { code, data } of failures) expect(readFailure({ code, data }).code).toBe(code);
});

test('a redirect that is not followed is explained in Chinese to a reader of Chinese', () => {
  expect(shown('zh-CN', 'INVALID_RESPONSE', { where: 'redirect', why: 'redirect-to-http' }).detail).toBe('原因：从 https 重定向到 http。');
});

test.each(['missing', 'no-answer', 'failed'] as const)(
  'a keychain that cannot be used (%s) offers nothing that the form has not',
  (reason) => {
    const { detail } = failureText(words.getFixedT('en'), { code: 'KEYCHAIN', data: { reason, detail: 'no D-Bus' } });
    expect(detail).not.toMatch(/save the registry|try again/i);
  },
);
