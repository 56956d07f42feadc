// Writes docs/errors.md from the failures of `shared/errors.ts` and the sentences of the page: node build/errors-page.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type TFunction } from 'i18next';
import { z } from 'zod';
import { words } from '../renderer/i18n/en.ts';
import { failureText } from '../renderer/lib/failure-text.ts';
import { type FailureCode, type FailureValue, failureSchemas } from '../shared/errors.ts';

/** When each failure happens. */
const WHEN: Readonly<Record<FailureCode, string>> = {
  UNAUTHORIZED: 'The registry asks for a sign-in (401), refused the one it got, or names a token service that may not get the password.',
  FORBIDDEN: 'The sign-in is accepted but lacks the right (403), or the connection is read-only.',
  NOT_FOUND: 'What was asked for is not found (404), or is no longer saved.',
  UNSUPPORTED: 'The registry does not offer this, or nothing is left to restore, undo or complete.',
  RATE_LIMITED: 'The registry refuses more requests for now (429).',
  TLS: 'No encrypted connection: the certificate is not trusted, or one side expects TLS and the other does not.',
  NETWORK: 'No answer: the connection was refused, cut, or never made.',
  TIMEOUT: 'No answer in time.',
  INVALID_RESPONSE: 'An answer, or something that was entered, cannot be used.',
  DIGEST_MISMATCH: 'Content does not have the digest under which it was asked for.',
  CONFLICT: 'The registry or the application is no longer as the plan saw it.',
  KEYCHAIN: 'The system keychain or a credential helper does not give a secret.',
  REGISTRY: "Every other answer with an error status; the registry's own words are kept.",
  IMAGE_FILE: 'A file with images cannot be read or written.',
  STORAGE: 'A file of the data folder, or one that the person chose, cannot be read or written.',
};

type Property = { readonly enum?: readonly string[]; readonly const?: string; readonly type?: string };
type Shape = { readonly properties: Readonly<Record<string, Property>>; readonly required?: readonly string[] };

/** What tells the cases of one failure apart, likeliest first. */
const CASES = ['reason', 'why', 'what', 'by', 'feature'];
const NUMBERS: Readonly<Record<string, number>> = { status: 500, retryAfter: 30_000 };

/** The objects that the data of a failure can be. */
function shapesOf(code: FailureCode): Shape[] {
  const schema = z.toJSONSchema(failureSchemas[code]) as unknown as Shape & { anyOf?: Shape[]; oneOf?: Shape[] };
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

function sampleOf(name: string, property: Property): unknown {
  if (property.const !== undefined) return property.const;
  if (property.enum) return property.enum[0];
  if (property.type === 'number' || property.type === 'integer') return NUMBERS[name] ?? 1;
  return property.type === 'array' ? [] : `<${name}>`;
}

/** One set of data for each case of a shape, with the words that name the case. */
function casesOf({ properties }: Shape): { readonly name: string; readonly data: Record<string, unknown> }[] {
  const sample = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, sampleOf(name, property)]));
  const key = CASES.find((name) => properties[name]?.enum);
  const prefix = properties['feature']?.const;
  if (key === undefined) return [{ name: prefix ?? 'always', data: sample }];
  return (properties[key]?.enum ?? []).map((value) => ({
    name: `\`${prefix === undefined ? '' : `${prefix}: `}${value}\``,
    data: { ...sample, [key]: value },
  }));
}

function fieldsOf(shapes: readonly Shape[]): string {
  const names = new Map<string, boolean>();
  for (const { properties, required = [] } of shapes)
    for (const name of Object.keys(properties)) names.set(name, (names.get(name) ?? true) && required.includes(name));
  return [...names].map(([name, always]) => `\`${name}${always ? '' : '?'}\``).join(', ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

function sectionOf(t: TFunction, code: FailureCode): string[] {
  const shapes = shapesOf(code);
  const rows = shapes.flatMap(casesOf).map(({ name, data }) => {
    const { title, detail, actions } = failureText(t, { code, data } as FailureValue);
    const offered = actions.map((action) => t(`failure.action.${action}`)).join(', ');
    return `| ${name} | **${cell(title)}** ${cell(detail)} | ${cell(offered)} |`;
  });
  return [
    `## ${code}`,
    '',
    WHEN[code],
    '',
    `Data: ${fieldsOf(shapes)}`,
    '',
    '| case | what a person reads | offered |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ];
}

/** The text of docs/errors.md. */
export async function errorsPage(): Promise<string> {
  const t = await i18next
    .createInstance()
    .init({ lng: 'en', resources: { en: { translation: words } }, interpolation: { escapeValue: false } });
  const codes = Object.keys(failureSchemas) as FailureCode[];
  return [
    '# Errors',
    '',
    'Every failure that a procedure can answer with, when it happens, and what a person reads. Written by `build/errors-page.ts` from `shared/errors.ts` and `shared/i18n/en/failure.ts`; a test compares. Run `node build/errors-page.ts` after changing either.',
    '',
    'A `?` marks data that may be missing. What the registry itself said (`errors`) is shown below the sentence.',
    '',
    ...codes.flatMap((code) => sectionOf(t, code)),
  ].join('\n');
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../docs/errors.md'), await errorsPage());
