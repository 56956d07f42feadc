import { displayText } from '../../../../shared/text.ts';

/** Characters of one value that are shown. */
const LONGEST = 2_000;

type Fields = Readonly<Record<string, unknown>>;

// What tools write of a field is not always what its specification says: null, a list for one value, a number for a text.

/** The fields of an object; none of anything else. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The items of a list; none of anything else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text that is fit to be shown; undefined where there is none. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  return displayText(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text).trim() || undefined;
}

/** The first of these that is a text. */
export const firstText = (...values: readonly unknown[]): string | undefined => {
  for (const value of values) {
    const text = textOf(value);
    if (text !== undefined) return text;
  }
  return undefined;
};

/** A time as ISO 8601; undefined of what is none, and of the zero time that Go writes. */
export function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) || time <= 0 ? undefined : new Date(time).toISOString();
}

/** A field, where there is one: for objects that leave out what is missing. */
export const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

/** The texts in a value as pairs, each named by its path: `workflow.ref`. At most `limit`. */
export function flatTexts(value: unknown, limit: number): [string, string][] {
  const pairs: [string, string][] = [];
  const visit = (part: unknown, path: string): void => {
    if (pairs.length >= limit) return;
    if (typeof part === 'object' && part !== null) {
      for (const [key, inner] of Object.entries(part)) visit(inner, path === '' ? key : `${path}.${key}`);
      return;
    }
    const text = typeof part === 'boolean' ? String(part) : textOf(part);
    if (text !== undefined) pairs.push([displayText(path), text]);
  };
  visit(value, '');
  return pairs;
}
