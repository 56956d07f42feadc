import { keepPreviousData, queryOptions, experimental_streamedQuery as streamedQuery, useMutation } from '@tanstack/react-query';
import type { DeletePlan, DeletePlanEvent, DeletePurpose, DeleteWeight } from '../../../shared/contract/delete.ts';
import { api, client } from '../../lib/client.ts';

export const useRestore = () => useMutation(api.delete.restore.mutationOptions());

/** A plan while it is being made. */
export type PlanProgress = {
  /** The repository that is being read. */
  readonly repository: string | undefined;
  readonly read: number;
  readonly total: number;
  readonly plans: readonly DeletePlan[];
  /** Of one tag: the plan that deletes its image with all tags. */
  readonly whole: DeletePlan | undefined;
  /** Set when everything has been read. */
  readonly planId: string | undefined;
  /** What the plans free together. */
  readonly weight: DeleteWeight | undefined;
};

function withEvent(progress: PlanProgress, event: DeletePlanEvent): PlanProgress {
  switch (event.kind) {
    case 'progress':
      return { ...progress, repository: event.repository, read: event.read, total: event.total };
    case 'plan':
      return { ...progress, plans: [...progress.plans, event.plan], whole: event.whole };
    case 'end':
      return { ...progress, planId: event.planId, weight: event.weight };
  }
}

export type DeleteTarget = {
  readonly repository: string;
  readonly tags: readonly string[];
  /** Where the person saw them point, where that was long ago. */
  readonly seen?: Readonly<Record<string, string>> | undefined;
};
type Question = {
  readonly connectionId: string;
  readonly targets: readonly DeleteTarget[];
  readonly untagOnly: boolean;
  readonly purpose: DeletePurpose;
};

/** The plan of a deletion, with no protected name typed. Leaving the dialog stops the reading. */
export const deletePlanQuery = ({ connectionId, targets, untagOnly, purpose }: Question) =>
  queryOptions({
    queryKey: [...api.delete.plan.key(), connectionId, targets, untagOnly, purpose],
    queryFn: streamedQuery<DeletePlanEvent, PlanProgress>({
      streamFn: ({ signal }) =>
        client.delete.plan(
          {
            connectionId,
            targets: targets.map(({ repository, tags, seen }) => ({ repository, tags: [...tags], seen })),
            untagOnly,
            purpose,
          },
          { signal },
        ),
      reducer: withEvent,
      initialValue: { repository: undefined, read: 0, total: 0, plans: [], whole: undefined, planId: undefined, weight: undefined },
    }),
    staleTime: 0,
    gcTime: 0,
  });

/** The same plan with protected names typed. The registry is asked nothing. */
export const decisionQuery = (planId: string | undefined, typed: readonly string[]) =>
  queryOptions(
    api.delete.decide.queryOptions({
      input: { planId: planId ?? '', typed: [...typed] },
      enabled: planId !== undefined && typed.length > 0,
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
  );

type Order = Parameters<typeof client.delete.apply>[0];

/** Begins the run that deletes what was planned. */
export const startDelete = (order: Order): Promise<{ runId: string }> => client.delete.apply(order);

/** The plan as a file, with these answers. */
export const deletePlanText = (decision: Parameters<typeof client.delete.file>[0]): Promise<{ text: string }> =>
  client.delete.file(decision);
