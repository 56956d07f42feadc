import type { DriftWords } from '../../shared/drift-text.ts';
import { type FailureWords, failureTextIn } from '../../shared/failure-text.ts';
import { drift } from '../../shared/i18n/en/drift.ts';
import { failure } from '../../shared/i18n/en/failure.ts';
import { readFailure } from '../../shared/shown-failure.ts';

const WORDS: unknown = { ...failure, ...drift };

/** A text in English, which the command line speaks alone. It says of failures and differences what the page says. */
export const english: FailureWords & DriftWords = (key, values = {}) => {
  let found = WORDS;
  for (const part of key.split('.')) found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  return typeof found === 'string' ? found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '')) : key;
};

/** What a failure is, why, and what to do: the sentences of the page. Of a failure that was thrown, or carried as a value. */
export function failureWords(error: unknown): { readonly title: string; readonly detail: string } {
  return failureTextIn(english, readFailure(error));
}
