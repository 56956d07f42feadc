/** Whether a text has all the words that were typed, whatever their case. Pure. */
export function hasWords(texts: readonly (string | undefined)[], typed: string): boolean {
  const text = texts.join('\n').toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s/)
    .every((word) => text.includes(word));
}
