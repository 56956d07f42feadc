import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CleanUpEvent, Weight } from '../../../shared/contract/clean-up.ts';
import { type Action, applyEdits, type PlannedRow, targetsOf } from './clean-up-rows.ts';
import { type CleanUpQuestion, cleanUpQuery, weighQuery } from './queries.ts';

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

type Actions = {
  readonly ask: (question: Omit<CleanUpQuestion, 'at'>) => void;
  readonly reset: () => void;
  /** Deletes what was to be kept, or keeps it. */
  readonly toggle: (row: PlannedRow) => void;
};

const NO_EDITS: ReadonlyMap<string, Action> = new Map();

/** The bytes that an edited dry run frees; asked once the person has stopped editing. */
function useEditedWeight(planId: string | undefined, rows: readonly PlannedRow[], isEdited: boolean) {
  const [settled] = useDebouncedValue(rows, 300);
  return useQuery({
    ...weighQuery(planId ?? '', isEdited ? targetsOf(settled).map(({ repository, tags }) => ({ repository, tags })) : []),
    enabled: planId !== undefined && isEdited,
    placeholderData: keepPreviousData,
  });
}

/** A dry run, the person's edits to it, and where both stand. */
export function useDryRun(): DryRun & Actions {
  const [asked, setAsked] = useState<CleanUpQuestion>();
  const [edits, setEdits] = useState(NO_EDITS);
  const query = useQuery({ ...cleanUpQuery(asked), enabled: asked !== undefined });
  const read = asked === undefined ? undefined : query.data;
  const rows = useMemo(() => applyEdits(read?.rows ?? [], edits), [read?.rows, edits]);
  const end = read?.end;
  const edited = useEditedWeight(end?.planId, rows, edits.size > 0);
  const targets = useMemo(() => (end ? targetsOf(rows) : []), [rows, end]);
  const actions: Actions = {
    ask: (question) => {
      setEdits(NO_EDITS);
      setAsked({ ...question, at: Date.now() });
    },
    reset: () => setAsked(undefined),
    toggle: ({ key, action }) => setEdits((old) => new Map(old).set(key, action === 'keep' ? 'delete' : 'keep')),
  };
  if (asked === undefined) return { kind: 'none', ...actions };
  if (query.error) return { kind: 'failed', error: query.error, retry: () => void query.refetch(), ...actions };
  if (read?.invalid) return { kind: 'invalid', invalid: read.invalid, ...actions };
  if (!end) return { kind: 'reading', progress: read?.progress, ...actions };
  const isEdited = edits.size > 0;
  const weight = isEdited ? edited.data : end;
  return { kind: 'ready', end, rows, targets, weight, weightError: isEdited ? edited.error : null, ...actions };
}
