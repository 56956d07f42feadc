/** A list with one of its items moved to another place; unchanged where it has no such item or place. */
export function moved<T>(items: readonly T[], item: T, to: number): readonly T[] {
  if (!items.includes(item) || to < 0 || to >= items.length) return items;
  return items.filter((other) => other !== item).toSpliced(to, 0, item);
}
