import { keepPreviousData, queryOptions, experimental_streamedQuery as streamedQuery, useMutation } from '@tanstack/react-query';
import type {
  DeleteEvent,
  DeleteItem,
  DeletePlan,
  DeletePlanEvent,
  SingleEvent,
  SinglePlan,
  SinglePlanEvent,
} from '../../../shared/contract/delete.ts';
import { historyChanged } from '../../lib/changes.ts';
import { api, client } from '../../lib/client.ts';

export const usePutBack = () => useMutation(api.delete.restore.mutationOptions());

export type PlanProgress = { readonly read: number; readonly total: number; readonly plan: SinglePlan | undefined };

function addPlanEvent(progress: PlanProgress, event: SinglePlanEvent): PlanProgress {
  return event.kind === 'plan' ? { ...progress, plan: event.plan } : { ...progress, read: event.read, total: event.total };
}

/** The plan of a deletion while it is being made; leaving the dialog stops the reading. */
export const deletePlanQuery = (connectionId: string, repository: string, tag: string) =>
  queryOptions({
    queryKey: [...api.delete.planOne.key(), connectionId, repository, tag],
    queryFn: streamedQuery<SinglePlanEvent, PlanProgress>({
      streamFn: ({ signal }) => client.delete.planOne({ connectionId, repository, tag }, { signal }),
      reducer: addPlanEvent,
      initialValue: { read: 0, total: 0, plan: undefined },
    }),
    staleTime: 0,
    gcTime: 0,
  });

export type ManyProgress = {
  readonly read: number;
  readonly total: number;
  readonly plans: readonly DeletePlan[];
  /** Names what was read, once everything was. */
  readonly planId: string | undefined;
};

function addManyEvent(progress: ManyProgress, event: DeletePlanEvent): ManyProgress {
  switch (event.kind) {
    case 'progress':
      return { ...progress, read: event.read, total: event.total };
    case 'plan':
      return { ...progress, plans: [...progress.plans, event.plan] };
    case 'end':
      return { ...progress, planId: event.planId };
  }
}

type ManyQuestion = {
  readonly connectionId: string;
  readonly targets: readonly {
    readonly repository: string;
    readonly tags: readonly string[];
    readonly seen?: Readonly<Record<string, string>>;
  }[];
  readonly untagOnly: boolean;
};

/** The plan of removing many tags while it is being made, with no protected name typed. */
export const manyPlanQuery = ({ connectionId, targets, untagOnly }: ManyQuestion) =>
  queryOptions({
    queryKey: [...api.delete.plan.key(), connectionId, targets, untagOnly],
    queryFn: streamedQuery<DeletePlanEvent, ManyProgress>({
      streamFn: ({ signal }) =>
        client.delete.plan(
          {
            connectionId,
            targets: targets.map(({ repository, tags, seen }) => ({ repository, tags: [...tags], seen })),
            untagOnly,
          },
          { signal },
        ),
      reducer: addManyEvent,
      initialValue: { read: 0, total: 0, plans: [], planId: undefined },
    }),
    staleTime: 0,
    gcTime: 0,
  });

/** The same plan with protected names typed: the registry is asked nothing. */
export const manyDecisionQuery = (planId: string | undefined, typed: readonly string[]) =>
  queryOptions(
    api.delete.decide.queryOptions({
      input: { planId: planId ?? '', typed: [...typed] },
      enabled: planId !== undefined && typed.length > 0,
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
  );

/** Carries the removal of many tags out and tells each item; resolves with its name in the history. */
export async function runMany(
  request: Parameters<typeof client.delete.apply>[0],
  onItems: (items: readonly DeleteItem[]) => void,
): Promise<Extract<DeleteEvent, { kind: 'done' }>> {
  try {
    for await (const event of await client.delete.apply(request)) {
      if (event.kind === 'done') return event;
      onItems(event.items);
    }
  } finally {
    void historyChanged();
  }
  throw new Error('The removal ended without an outcome');
}

export type DeleteRequest = Parameters<typeof client.delete.applyOne>[0];

/** Carries a deletion out and tells each step; resolves with the proven outcome. */
export async function runDelete(
  request: DeleteRequest,
  onEvent: (event: SingleEvent) => void,
): Promise<Extract<SingleEvent, { kind: 'done' }>> {
  try {
    for await (const event of await client.delete.applyOne(request)) {
      onEvent(event);
      if (event.kind === 'done') return event;
    }
  } finally {
    void historyChanged();
  }
  throw new Error('The deletion ended without an outcome');
}
