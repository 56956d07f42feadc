import { useState } from 'react';

/** The list of the rendering before, as long as it holds the same: what depends on it need not be made again. */
export function useSame<T>(list: readonly T[]): readonly T[] {
  const [shown, setShown] = useState(list);
  if (shown === list || isSame(shown, list)) return shown;
  setShown(list);
  return list;
}

/** Whether two lists have the same names, in any order. No name is twice in one. */
export function hasSameNames(a: readonly string[], b: readonly string[]): boolean {
  const names = new Set(a);
  return names.size === b.length && b.every((name) => names.has(name));
}

/** Whether two lists hold the same in the same order. */
export const isSame = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);
