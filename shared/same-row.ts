import type { TagDetail } from './contract/tags.ts';

const isSameValue = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Whether a row of the tag table says what is known of it already. */
export function saysNothingNew(known: TagDetail | undefined, now: TagDetail): boolean {
  if (!known) return false;
  const before: Readonly<Record<string, unknown>> = known;
  const after: Readonly<Record<string, unknown>> = now;
  for (const field in after) if (!isSameValue(before[field], after[field])) return false;
  // What is undefined is not said: in messages it is left out.
  for (const field in before) if (before[field] !== undefined && after[field] === undefined) return false;
  return true;
}
