import { useEffect, useMemo } from 'react';
import { readFirst } from '../queries.ts';
import type { TagTable } from '../tag-table.ts';

/** ms that the rows on screen have to stay the same before they are read first. */
const SETTLED = 40;
const MOST_TAGS = 400;

/** Tells the running reading which tags are on screen: their details are read first. */
export function useReadOrder(table: TagTable, onScreen: readonly string[]): void {
  // A new array of the same names is no reason to say it again.
  const names = useMemo(() => onScreen.slice(0, MOST_TAGS).join('\n'), [onScreen]);
  const { readId, listed, done } = table;
  useEffect(() => {
    if (!listed || done || names === '') return;
    const timer = setTimeout(() => readFirst(readId, names.split('\n')), SETTLED);
    return () => clearTimeout(timer);
  }, [names, readId, listed, done]);
}
