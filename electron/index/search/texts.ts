import type { CompileExpression } from '../../../shared/query/expression.ts';
import type { Term } from '../../../shared/query/query.ts';
import { isShortWord } from '../../../shared/query/short-word.ts';

/** Digits of the shortest word that may be the beginning of a digest: fewer would find one by chance. */
export const SHORTEST_DIGEST = 6;

/** A word as it is looked for; `text` in lower case. */
export type Word = { readonly kind: 'word'; readonly text: string; readonly isShort: boolean; readonly isDigest: boolean };

/** What is looked for in names. */
export type Text = (Word | { readonly kind: 'regex'; readonly test: (name: string) => boolean }) & { readonly not: boolean };

export function wordOf(typed: string): Word {
  const text = typed.toLowerCase();
  const isDigest = text.length >= SHORTEST_DIGEST && /^[0-9a-f]+$/.test(text);
  return { kind: 'word', text, isShort: isShortWord(text), isDigest };
}

/** The words and expressions of a query; an expression that cannot be used is left out. */
export function textsOf(terms: readonly Term[], compile: CompileExpression): Text[] {
  return terms.flatMap((term): Text[] => {
    if (term.kind === 'word') return [{ ...wordOf(term.text), not: term.not }];
    if (term.kind !== 'regex') return [];
    const test = compile(term.expression);
    return typeof test === 'string' ? [] : [{ kind: 'regex', test, not: term.not }];
  });
}

export function isInTag(text: Text, tag: string): boolean {
  if (text.kind === 'regex') return text.test(tag);
  const name = tag.toLowerCase();
  return text.isShort && !text.not ? name.startsWith(text.text) : name.includes(text.text);
}

/** A short word begins a part of the path. */
export function isInRepository(text: Text, repository: string): boolean {
  if (text.kind === 'regex') return text.test(repository);
  return text.isShort && !text.not ? `/${repository}`.includes(`/${text.text}`) : repository.includes(text.text);
}

/** The order of repositories: those that are called so, those whose last part is or begins with it, all others. */
export function rankOf(repository: string, { text }: Word): number {
  if (repository === text) return 0;
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  if (last === text) return 1;
  return last.startsWith(text) ? 2 : 3;
}
