/** A text that is searched often, made ready once. */
export const searchable = (texts: readonly (string | undefined)[]): string => texts.join('\n').toLowerCase();

/** Whether a text has all the words that were typed, whatever their case: for lists that are searched at each key. Pure. */
export function hasWordsIn(typed: string): (searchable: string) => boolean {
  const words = typed.toLowerCase().split(/\s/);
  return (text) => words.every((word) => text.includes(word));
}

/** Whether texts have all the words that were typed, whatever their case. Pure. */
export const hasWords = (texts: readonly (string | undefined)[], typed: string): boolean => hasWordsIn(typed)(searchable(texts));
