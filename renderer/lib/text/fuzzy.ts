import uFuzzy from '@leeoniya/ufuzzy';
import { once } from '../once.ts';

// Every script, Chinese among them: the defaults know Latin letters alone. Its expressions are slow to make, and nothing is typed at the start.
const fuzzy = once(
  () =>
    new uFuzzy({
      unicode: true,
      interSplit: "[^\\p{L}\\d']+",
      intraSplit: '\\p{Ll}\\p{Lu}',
      intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
      intraChars: '[\\p{L}\\d/._-]',
      intraContr: "'\\p{L}{1,2}\\b",
      intraMode: 0,
      intraIns: 8,
    }),
);

/** Characters that are searched for by their letters: an expression that is made of more is more than its engine takes. No name is as long. */
const MOST = 500;

/** Of what only has the typed letters. */
const LETTERS = 4;

/**
 * What holds the typed text as it stands comes before what has each of its words, and that before what only has their letters. Of the first:
 * the last word, then the beginning of one, then any part.
 */
function closeness(text: string, needle: string): number {
  const lower = text.toLowerCase();
  const at = lower.lastIndexOf(needle);
  if (at === -1) return needle.split(/\s+/).every((word) => lower.includes(word)) ? 3 : LETTERS;
  if (at > 0 && /[\p{L}\d]/u.test(lower.charAt(at - 1))) return 2;
  return at + needle.length === lower.length ? 0 : 1;
}

/** Whether a text has the words that were typed, and not only their letters. */
export const hasWords = (text: string, typed: string): boolean => closeness(text, typed.trim().toLowerCase()) < LETTERS;

/**
 * The things whose text matches what was typed, best first; all of them, in their order, where nothing was typed. Letters far apart match only
 * where nothing has the words themselves.
 */
export function fuzzyFilterBy<T>(items: readonly T[], textOf: (item: T) => string, typed: string): readonly T[] {
  const needle = typed.trim();
  if (needle === '') return items;
  if (needle.length > MOST) return [];
  const texts = items.map(textOf);
  const [indexes, info, order] = fuzzy().search(texts, needle, 0, 5_000);
  const found = (indexes && (order ? order.map((at) => info.idx[at] ?? 0) : indexes)) ?? [];
  // All of 50,000 may match: sorting as many takes longer than putting each beside its like.
  const byRank: T[][] = Array.from({ length: LETTERS + 1 }, () => []);
  const lower = needle.toLowerCase();
  for (const at of found) {
    const item = items[at];
    if (item !== undefined) byRank[closeness(texts[at] ?? '', lower)]?.push(item);
  }
  const withWords = byRank.slice(0, LETTERS).flat();
  return withWords.length > 0 ? withWords : (byRank[LETTERS] ?? []);
}

/** The texts that match what was typed. */
export const fuzzyFilter = (items: readonly string[], typed: string): readonly string[] => fuzzyFilterBy(items, (item) => item, typed);

/** Where the hits begin and end: the words as they were typed, or else their letters. */
function hitsIn(text: string, needle: string): readonly number[] | undefined {
  const at = text.toLowerCase().lastIndexOf(needle.toLowerCase());
  if (at !== -1) return [at, at + needle.length];
  if (needle.length > MOST) return undefined;
  return fuzzy().filter([text], needle)?.length ? fuzzy().info([0], [text], needle).ranges[0] : undefined;
}

/** The parts of a text, in turn outside and inside of what was typed: the first is outside, and may be empty. */
export function fuzzyParts(text: string, typed: string): readonly string[] {
  const needle = typed.trim();
  const ranges = needle === '' ? undefined : hitsIn(text, needle);
  if (!ranges) return [text];
  const cuts = [0, ...ranges, text.length];
  return cuts.slice(1).map((end, i) => text.slice(cuts[i], end));
}
