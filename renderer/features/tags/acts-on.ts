/**
 * The one rule of what an action means. Keys and the toolbar mean the checked tags, or without any the tag under the cursor. A row (its menu)
 * means the checked tags where it is one of them, else itself alone.
 */
export function actsOn(checked: ReadonlySet<string>, tag: string | undefined, from: 'keys' | 'row' = 'keys'): readonly string[] {
  const isSelection = from === 'keys' ? checked.size > 0 : tag !== undefined && checked.has(tag);
  if (isSelection) return [...checked];
  return tag === undefined ? [] : [tag];
}

/** How many checked tags are not among the rows. */
export function hiddenOf(checked: ReadonlySet<string>, rows: readonly string[]): number {
  if (checked.size === 0) return 0;
  return checked.size - rows.filter((tag) => checked.has(tag)).length;
}
