import { failure } from '../../renderer/i18n/en/failure.ts';
import { history } from '../../renderer/i18n/en/history.ts';
import { readFailure } from '../../renderer/lib/failure.ts';
import { failureText } from '../../renderer/lib/failure-text.ts';

const WORDS: unknown = { ...failure, ...history };

/** A text of the page in English. The command line speaks English alone, and says of a failure what the page says. */
function english(key: string, values: Readonly<Record<string, unknown>> = {}): string {
  let found: unknown = WORDS;
  for (const part of key.split('.')) found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  return typeof found === 'string' ? found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '')) : key;
}

type Translate = Parameters<typeof failureText>[0];

/** What a failure is, why, and what to do: the sentences of the page. Of a failure that was thrown, or carried as a value. */
export function failureWords(error: unknown): { readonly title: string; readonly detail: string } {
  return failureText(english as unknown as Translate, readFailure(error));
}
