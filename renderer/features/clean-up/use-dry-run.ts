import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CleanUpEvent, Weight } from '../../../shared/contract/clean-up.ts';
import { applyEdits, type PlannedRow, targetsOf } from './clean-up-rows.ts';
import type { Draft } from './draft.ts';
import { cleanUpQuery, weighQuery } from './queries.ts';

type Event<K extends CleanUpEvent['kind']> = Extract<CleanUpEvent, { kind: K }>;

/** Where a dry run stands. `none`: the rules were changed since, or none was asked for. */
export type DryRun =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly progress: Event<'progress'> | undefined }
  | { readonly kind: 'invalid'; readonly invalid: Event<'invalid'> }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retry: () => void }
  | {
      readonly kind: 'ready';
      readonly end: Event<'end'>;
      readonly rows: readonly PlannedRow[];
      readonly targets: ReturnType<typeof targetsOf>;
      /** Undefined while the bytes of an edited dry run are counted. */
      readonly weight: Weight | undefined;
      readonly weightError: unknown;
    };

/** The bytes that an edited dry run frees; asked once the person has stopped editing. */
function useEditedWeight(planId: string | undefined, rows: readonly PlannedRow[], isEdited: boolean) {
  const [settled] = useDebouncedValue(rows, 300);
  return useQuery({
    ...weighQuery(planId ?? '', isEdited ? targetsOf(settled).map(({ repository, tags }) => ({ repository, tags })) : []),
    enabled: planId !== undefined && isEdited,
    placeholderData: keepPreviousData,
  });
}

/** The dry run that was asked for, with the person's edits, and where it stands. */
export function useDryRun({ asked, edits }: Pick<Draft, 'asked' | 'edits'>): DryRun {
  const query = useQuery({ ...cleanUpQuery(asked), enabled: asked !== undefined });
  const read = asked === undefined ? undefined : query.data;
  const rows = useMemo(() => applyEdits(read?.rows ?? [], edits), [read?.rows, edits]);
  const end = read?.end;
  const edited = useEditedWeight(end?.planId, rows, edits.size > 0);
  const targets = useMemo(() => (end ? targetsOf(rows) : []), [rows, end]);
  if (asked === undefined) return { kind: 'none' };
  if (query.error) return { kind: 'failed', error: query.error, retry: () => void query.refetch() };
  if (read?.invalid) return { kind: 'invalid', invalid: read.invalid };
  if (!end) return { kind: 'reading', progress: read?.progress };
  const isEdited = edits.size > 0;
  return { kind: 'ready', end, rows, targets, weight: isEdited ? edited.data : end, weightError: isEdited ? edited.error : null };
}
