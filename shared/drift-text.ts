import type { drift as english } from './i18n/en/drift.ts';
import type { Drift, DriftValue } from './plan-drift.ts';
import { displayText } from './text.ts';

type Words = (typeof english)['drift'];
type Key = { [part in keyof Words & string]: `drift.${part}.${keyof Words[part] & string}` }[keyof Words & string];

/** Looks up a text of differences in a language, and fills values in: i18next on the page, English alone on the command line. */
export type DriftWords = (key: Key, values?: Readonly<Record<string, unknown>>) => string;

/** What a difference is about. */
export const driftSubject = (t: DriftWords, { at, what, other = '' }: Drift): string =>
  t(`drift.subject.${what}`, { at: displayText(at), other: displayText(other) });

/** What was expected of it, or what is there; either may be nothing. */
export function driftValue(t: DriftWords, value: DriftValue | undefined): string {
  if (value === undefined) return t('drift.value.missing');
  const { state, digest = '', names = [] } = value;
  return [t(`drift.value.${state}`), digest, ...names.map(displayText)].filter(Boolean).join(' ');
}
