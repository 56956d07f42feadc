import { useMemo } from 'react';
import { useSame } from '../../../lib/use-same.ts';
import { type Arrangement, arrangeRows } from '../rows.ts';
import type { TagTable } from '../tag-table.ts';
import type { TagGroups } from './tag-groups.ts';
import { useTagGroups } from './use-tag-groups.ts';

/** The tags that are found, in order, and the rows in which they are shown; the same values until one moves. */
export function useArranged(
  table: TagTable | undefined,
  names: readonly string[],
  { filter, sort, showsReferrers }: Arrangement,
): { readonly found: readonly string[]; readonly groups: TagGroups } {
  const arranged = useMemo(
    () => (table ? arrangeRows(names, table.details, { filter, sort, showsReferrers }) : []),
    [table, names, filter, sort, showsReferrers],
  );
  // Most batches that are read move no row.
  const found = useSame(arranged);
  return { found, groups: useTagGroups(found, names, table) };
}
