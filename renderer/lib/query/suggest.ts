import { contentKindSchema } from '../../../shared/oci/content-kind.ts';
import { type Operator, operators } from '../../../shared/query/query.ts';
import { tokensOf } from '../../../shared/query/tokens.ts';

/** Which operators a field offers, with the values that are known for them, looked up when they are needed. */
export type Vocabulary = Partial<Readonly<Record<Operator, () => readonly string[]>>>;

/** Something that can be put into the field: an operator, or one with a value. */
export type Suggestion = { readonly text: string; readonly operator: Operator; readonly isWhole: boolean };

/** Values to begin with where none are known. */
export const USUAL_VALUES = {
  size: () => ['>100MB', '>1GB', '<10MB'],
  created: () => ['<7d', '<30d', '>90d', '>1y'],
  pulled: () => ['>30d', '>90d', '>1y'],
  kind: () => contentKindSchema.options,
} as const satisfies Vocabulary;

/** So many letters of an operator, before it is offered: one begins too many names. */
const FEWEST = 2;
const MOST = 8;

const lastToken = (draft: string): string => (/\s$/.test(draft) ? '' : (tokensOf(draft).at(-1)?.text ?? ''));

/**
 * What can be meant by what stands at the end of the field. `isAsked`: a person wants to see what there is, so that nothing needs to be typed for it.
 */
export function suggestions(draft: string, vocabulary: Vocabulary, isAsked: boolean): readonly Suggestion[] {
  const typed = lastToken(draft);
  const word = typed.replace(/^-/, '').toLowerCase();
  const minus = typed.startsWith('-') ? '-' : '';
  const offered = operators.filter((operator) => vocabulary[operator] !== undefined);
  const operator = offered.find((name) => word.startsWith(`${name}:`));
  if (operator === undefined) {
    if (word.length < FEWEST && !isAsked) return [];
    return offered.filter((name) => name.startsWith(word)).map((name) => ({ text: `${minus}${name}:`, operator: name, isWhole: false }));
  }
  const value = word.slice(operator.length + 1);
  const values = (vocabulary[operator]?.() ?? []).filter((known) => known.toLowerCase().startsWith(value) && known.toLowerCase() !== value);
  return values.slice(0, MOST).map((known) => ({ text: `${minus}${operator}:${known}`, operator, isWhole: true }));
}

/** The field with a suggestion in the place of what stands at its end. A whole one is finished. */
export function suggested(draft: string, { text, isWhole }: Suggestion): string {
  const before = draft.slice(0, draft.length - lastToken(draft).length);
  return `${before}${text}${isWhole ? ' ' : ''}`;
}
