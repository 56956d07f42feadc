import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TagChanges } from '../../../../shared/contract/tags.ts';
import { api } from '../../../lib/client.ts';
import type { TagTable } from '../tag-table.ts';
import { changedRows, type Mark, marksOf } from './marks.ts';

export type Changes = {
  readonly found: TagChanges | undefined;
  readonly marks: ReadonlyMap<string, Mark>;
  /** The table that is shown: all of it, or what changed alone. */
  readonly table: TagTable | undefined;
  readonly isOnly: boolean;
  readonly setOnly: (isOnly: boolean) => void;
};

/** What changed in a repository since the visit before, once all of it is read, and whether that alone is shown. */
export function useChanges(connectionId: string, repository: string, table: TagTable | undefined): Changes {
  const readId = table?.done ? table.readId : undefined;
  // Asked at the end of each reading; until then, what was told before stays.
  const { data, refetch } = useQuery({ ...api.tags.changes.queryOptions({ input: { connectionId, repository } }), enabled: false });
  useEffect(() => {
    if (readId !== undefined) void refetch();
  }, [readId, refetch]);
  const found = data?.changes;
  const marks = useMemo(() => marksOf(found), [found]);
  const place = `${connectionId} ${repository}`;
  const [onlyAt, setOnlyAt] = useState<string>();
  const isOnly = onlyAt === place && marks.size > 0;
  const shown = useMemo(() => (table && isOnly ? { ...table, ...changedRows(marks, table.details) } : table), [table, marks, isOnly]);
  const setOnly = useCallback((only: boolean) => setOnlyAt(only ? place : undefined), [place]);
  return { found, marks, table: shown, isOnly, setOnly };
}
