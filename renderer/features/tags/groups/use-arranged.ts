import { useEffect, useMemo, useState } from 'react';
import { useSame } from '../../../lib/use-same.ts';
import { type Arrangement, arrangeRows } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';
import { restOf } from './rest.ts';
import type { TagGroups } from './tag-groups.ts';
import { useTagGroups } from './use-tag-groups.ts';

/** The table as of when its rows were arranged last. It comes at once where all is read, and otherwise after a rest. */
function usePaced(table: TagTable | undefined): TagTable | undefined {
  const [{ shown, at }, setShown] = useState({ shown: table, at: 0 });
  const rest = restOf(shown, table) - (performance.now() - at);
  const isDue = rest <= 0;
  useEffect(() => {
    if (table === shown || isDue) return;
    const timer = setTimeout(() => setShown({ shown: table, at: performance.now() }), rest);
    return () => clearTimeout(timer);
  }, [table, shown, isDue, rest]);
  if (table === shown || !isDue) return shown;
  setShown({ shown: table, at: performance.now() });
  return table;
}

/**
 * The tags that are found, in order, and the rows in which they are shown; the same values until one moves. Of a batch that is read, the rows on
 * screen say what is new at once, and the order follows: to sort, filter and group 100,000 tags for each batch would leave no time for anything else.
 */
export function useArranged(
  table: TagTable | undefined,
  names: readonly string[],
  { filter, sort, showsReferrers }: Arrangement,
): { readonly found: readonly string[]; readonly groups: TagGroups } {
  const paced = usePaced(table);
  const arranged = useMemo(
    () => (paced ? arrangeRows(names, paced.details, { filter, sort, showsReferrers }) : []),
    [paced, names, filter, sort, showsReferrers],
  );
  // Most batches that are read move no row.
  const found = useSame(arranged);
  return { found, groups: useTagGroups(found, names, paced) };
}
