import { useMemo, useState } from 'react';
import { useUi } from '../../../lib/ui-state.ts';
import type { TagTable } from '../tag-table.ts';
import { groupByImage, isSameGroups, type TagGroups, ungrouped } from './tag-groups.ts';

/** The rows of the tags that were found, by image where the person wants that. The same value until one of them changes. */
export function useTagGroups(found: readonly string[], names: readonly string[], table: TagTable | undefined): TagGroups {
  const isGrouped = useUi((ui) => ui.settings.groupByImage);
  // Each batch that is read makes a new table.
  const now = useMemo(
    () => (isGrouped && table ? groupByImage(found, names, table.details) : ungrouped(found)),
    [isGrouped, found, names, table],
  );
  const [shown, setShown] = useState(now);
  if (shown === now || isSameGroups(shown, now)) return shown;
  setShown(now);
  return now;
}
