import { type FailureWords, failureTextIn } from '../../shared/failure-text.ts';
import { failure } from '../../shared/i18n/en/failure.ts';
import { readFailure } from '../../shared/shown-failure.ts';

const WORDS: unknown = failure;

/** A text of failures in English. The command line speaks English alone, and says of a failure what the page says. */
const english: FailureWords = (key, values = {}) => {
  let found = WORDS;
  for (const part of key.split('.')) found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  return typeof found === 'string' ? found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '')) : key;
};

/** What a failure is, why, and what to do: the sentences of the page. Of a failure that was thrown, or carried as a value. */
export function failureWords(error: unknown): { readonly title: string; readonly detail: string } {
  return failureTextIn(english, readFailure(error));
}
