import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { CleanUpEvent, CleanUpRow } from '../../../shared/contract/clean-up.ts';
import { api, client } from '../../lib/client.ts';

/** ms that a dry run is kept after its page was left. */
const KEPT = 10 * 60_000;

/** What a dry run is asked with. `at` makes each request its own. */
export type CleanUpQuestion = Parameters<typeof client.cleanUp.plan>[0] & { readonly at: number };

/** A dry run, as far as it has been read. */
export type CleanUpRun = {
  readonly rows: readonly (CleanUpRow & { readonly repository: string })[];
  readonly progress: Extract<CleanUpEvent, { kind: 'progress' }> | undefined;
  readonly invalid: Extract<CleanUpEvent, { kind: 'invalid' }> | undefined;
  readonly end: Extract<CleanUpEvent, { kind: 'end' }> | undefined;
};

function addCleanUpEvent(run: CleanUpRun, event: CleanUpEvent): CleanUpRun {
  switch (event.kind) {
    case 'progress':
      return { ...run, progress: event };
    case 'invalid':
      return { ...run, invalid: event };
    case 'rows':
      return { ...run, rows: [...run.rows, ...event.rows.map((row) => ({ ...row, repository: event.repository }))] };
    case 'end':
      return { ...run, end: event };
  }
}

/** The dry run of a clean-up. Leaving it stops the reading. */
export const cleanUpQuery = (question: CleanUpQuestion | undefined) =>
  queryOptions({
    queryKey: [...api.cleanUp.plan.key(), question],
    queryFn: streamedQuery<CleanUpEvent, CleanUpRun>({
      streamFn: ({ signal }) => {
        if (!question) throw new Error('Nothing was asked');
        const { connectionId, scope, ruleSet } = question;
        return client.cleanUp.plan({ connectionId, scope, ruleSet }, { signal });
      },
      reducer: addCleanUpEvent,
      initialValue: { rows: [], progress: undefined, invalid: undefined, end: undefined },
    }),
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    // A look at a tag and back keeps the dry run.
    gcTime: KEPT,
    retry: false,
  });

/** The bytes that an edited dry run frees. */
export const weighQuery = (planId: string, deleted: { repository: string; tags: string[] }[]) =>
  queryOptions(api.cleanUp.weigh.queryOptions({ input: { planId, deleted }, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }));
