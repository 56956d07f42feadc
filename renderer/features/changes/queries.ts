import { keepPreviousData, queryOptions, experimental_streamedQuery as streamedQuery, useMutation } from '@tanstack/react-query';
import type { CurrentTag, DeleteEvent, DeletePlan, DeletePlanEvent } from '../../../shared/contract/changes.ts';
import type { CleanUpEvent, CleanUpRow } from '../../../shared/contract/clean-up.ts';
import type { CopyEvent, CopyPlan, CopyProgress } from '../../../shared/contract/copy.ts';
import type { ManyEvent, ManyItem, ManyPlan, ManyPlanEvent } from '../../../shared/contract/delete-many.ts';
import type { HistoryProgress, SettleEvent, UndoPlan, UndoPlanEvent } from '../../../shared/contract/history.ts';
import { api, client } from '../../lib/client.ts';
import { queryClient } from '../../lib/query-client.ts';

/** What a retag would do; asked for once the person pauses. Never kept: a plan is only true for a moment. */
export const retagPlanQuery = (
  { connectionId, repository, from, to, leaving }: Omit<Parameters<typeof client.changes.planRetag>[0], 'hints'>,
  hints: string[],
) =>
  queryOptions({
    queryKey: [...api.changes.planRetag.key(), connectionId, repository, from, to, leaving],
    queryFn: ({ signal }) => client.changes.planRetag({ connectionId, repository, from, to, hints, leaving }, { signal }),
    staleTime: 0,
    gcTime: 0,
  });

/** The tags that name the family of a version, and which of them are ahead of it. */
export const familyQuery = (connectionId: string, repository: string, tag: string) =>
  queryOptions(api.changes.family.queryOptions({ input: { connectionId, repository, tag }, staleTime: 0, gcTime: 0 }));

/** Every change that was made from here, newest first. */
export const historyQuery = queryOptions(api.changes.history.list.queryOptions({ staleTime: 0 }));

export type UndoPlanning = { readonly progress: HistoryProgress | undefined; readonly plan: UndoPlan | undefined };

/** What undoing a change would do, while it is being found out; true for a moment, like every plan. Leaving it stops the reading. */
export const undoPlanQuery = (id: string) =>
  queryOptions({
    queryKey: [...api.changes.history.planUndo.key(), id],
    queryFn: streamedQuery<UndoPlanEvent, UndoPlanning>({
      streamFn: ({ signal }) => client.changes.history.planUndo({ id }, { signal }),
      reducer: (known, event) => (event.kind === 'plan' ? { ...known, plan: event.plan } : { ...known, progress: event }),
      initialValue: { progress: undefined, plan: undefined },
    }),
    staleTime: 0,
    gcTime: 0,
  });

const historyChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: api.changes.history.list.key() });

type Settled = Extract<SettleEvent, { kind: 'done' }>;

async function toSettled(events: AsyncIterable<SettleEvent>, onProgress: (progress: HistoryProgress) => void): Promise<Settled> {
  try {
    for await (const event of events) {
      if (event.kind === 'done') return event;
      onProgress(event);
    }
  } finally {
    void historyChanged();
  }
  throw new Error('The change ended without an outcome');
}

/** Undoes a change and tells how far it has come. */
export const runUndo = async (
  request: Parameters<typeof client.changes.history.undo>[0],
  onProgress: (progress: HistoryProgress) => void,
) => toSettled(await client.changes.history.undo(request), onProgress);

/** Does what was decided about a change that waits, and tells how far it has come. */
export const runSettle = async (
  request: Parameters<typeof client.changes.history.settle>[0],
  onProgress: (progress: HistoryProgress) => void,
) => toSettled(await client.changes.history.settle(request), onProgress);

export const useRetag = () => useMutation(api.changes.retag.mutationOptions({ onSettled: historyChanged }));
export const usePutBack = () => useMutation(api.changes.putBack.mutationOptions());

export type PlanProgress = { readonly read: number; readonly total: number; readonly plan: DeletePlan | undefined };

function addPlanEvent(progress: PlanProgress, event: DeletePlanEvent): PlanProgress {
  return event.kind === 'plan' ? { ...progress, plan: event.plan } : { ...progress, read: event.read, total: event.total };
}

/** The plan of a deletion while it is being made; leaving the dialog stops the reading. */
export const deletePlanQuery = (connectionId: string, repository: string, tag: string) =>
  queryOptions({
    queryKey: [...api.changes.planDelete.key(), connectionId, repository, tag],
    queryFn: streamedQuery<DeletePlanEvent, PlanProgress>({
      streamFn: ({ signal }) => client.changes.planDelete({ connectionId, repository, tag }, { signal }),
      reducer: addPlanEvent,
      initialValue: { read: 0, total: 0, plan: undefined },
    }),
    staleTime: 0,
    gcTime: 0,
  });

export type ManyProgress = {
  readonly read: number;
  readonly total: number;
  readonly plans: readonly ManyPlan[];
  /** Names what was read, once everything was. */
  readonly planId: string | undefined;
};

function addManyEvent(progress: ManyProgress, event: ManyPlanEvent): ManyProgress {
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
    queryKey: [...api.changes.many.plan.key(), connectionId, targets, untagOnly],
    queryFn: streamedQuery<ManyPlanEvent, ManyProgress>({
      streamFn: ({ signal }) =>
        client.changes.many.plan(
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
    api.changes.many.decide.queryOptions({
      input: { planId: planId ?? '', typed: [...typed] },
      enabled: planId !== undefined && typed.length > 0,
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
  );

/** A dry run that was asked for; `at` makes each asking its own. */
export type CleanUpQuestion = Parameters<typeof client.changes.cleanUp.plan>[0] & { readonly at: number };

/** A dry run as far as it has come. */
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

/** A clean-up's dry run; leaving it stops the reading. */
export const cleanUpQuery = (question: CleanUpQuestion | undefined) =>
  queryOptions({
    queryKey: [...api.changes.cleanUp.plan.key(), question],
    queryFn: streamedQuery<CleanUpEvent, CleanUpRun>({
      streamFn: ({ signal }) => {
        if (!question) throw new Error('Nothing was asked');
        const { connectionId, scope, ruleSet } = question;
        return client.changes.cleanUp.plan({ connectionId, scope, ruleSet }, { signal });
      },
      reducer: addCleanUpEvent,
      initialValue: { rows: [], progress: undefined, invalid: undefined, end: undefined },
    }),
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

/** What an edited dry run would free. */
export const weighQuery = (planId: string, going: { repository: string; tags: string[] }[]) =>
  queryOptions(api.changes.cleanUp.weigh.queryOptions({ input: { planId, going }, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }));

/** Carries the removal of many tags out and tells each item; resolves with its name in the history. */
export async function runMany(
  request: Parameters<typeof client.changes.many.run>[0],
  onItems: (items: readonly ManyItem[]) => void,
): Promise<Extract<ManyEvent, { kind: 'done' }>> {
  try {
    for await (const event of await client.changes.many.run(request)) {
      if (event.kind === 'done') return event;
      onItems(event.items);
    }
  } finally {
    void historyChanged();
  }
  throw new Error('The removal ended without an outcome');
}

/** What a copy would do; true for a moment, like every plan. */
export const copyPlanQuery = (question: Parameters<typeof client.changes.copy.plan>[0]) =>
  queryOptions(api.changes.copy.plan.queryOptions({ input: question, staleTime: 0, gcTime: 0 }));

/** What the target's tag was when the plan was made: a run does nothing where it is not. */
export const expectedOf = ({ current, digest }: CopyPlan): string | null => expectedBy(current, digest);

/** The same for any tag that is to point at `digest`. */
export const expectedBy = (current: CurrentTag, digest: string): string | null =>
  current.state === 'taken' ? current.digest : current.state === 'same' ? digest : null;

/** Where files go, and whether the system can ask for one. */
export const placeQuery = queryOptions(api.changes.archive.place.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));

/** Asks for a file with the system's dialog; null where none was chosen. */
export const chooseFile = async (what: 'open' | 'save', path: string): Promise<string | null> =>
  (await client.changes.archive.choose({ what, path })).path;

/** What a file would hold. */
export const savePlanQuery = (question: Parameters<typeof client.changes.archive.planSave>[0]) =>
  queryOptions(api.changes.archive.planSave.queryOptions({ input: question, staleTime: 0, gcTime: 0 }));

/** What images a file holds; a file may be written again at any time. */
export const archiveQuery = (path: string) =>
  queryOptions(api.changes.archive.inspect.queryOptions({ input: { path }, staleTime: 0, gcTime: 0, retry: false }));

/** What loading an image would do. */
export const loadPlanQuery = (question: Parameters<typeof client.changes.archive.planLoad>[0]) =>
  queryOptions(api.changes.archive.planLoad.queryOptions({ input: question, staleTime: 0, gcTime: 0 }));

/** Goes through the events of a run to its end. */
async function toTheEnd<E extends { readonly kind: string }>(
  events: AsyncIterable<CopyProgress | E>,
  onProgress: (progress: CopyProgress) => void,
): Promise<Exclude<E, CopyProgress>> {
  for await (const event of events) {
    if (event.kind === 'progress') onProgress(event as CopyProgress);
    else return event as Exclude<E, CopyProgress>;
  }
  throw new Error('The run ended without an outcome');
}

/** Writes an image to a file and tells how far it has come. */
export const runSave = async (request: Parameters<typeof client.changes.archive.save>[0], onProgress: (progress: CopyProgress) => void) =>
  toTheEnd(await client.changes.archive.save(request), onProgress);

/** Brings an image from a file into a registry; resolves with its proof. */
export async function runLoad(request: Parameters<typeof client.changes.archive.load>[0], onProgress: (progress: CopyProgress) => void) {
  try {
    return await toTheEnd(await client.changes.archive.load(request), onProgress);
  } finally {
    void historyChanged();
  }
}

/** Carries a copy out and tells how far it has come; resolves with its proof. */
export async function runCopy(
  request: Parameters<typeof client.changes.copy.run>[0],
  onProgress: (progress: CopyProgress) => void,
): Promise<Extract<CopyEvent, { kind: 'done' }>> {
  try {
    return await toTheEnd(await client.changes.copy.run(request), onProgress);
  } finally {
    void historyChanged();
  }
}

/** Tells a run to wait, to go on, or to end. */
export const sayToRun = (runId: string, what: 'pause' | 'resume' | 'stop'): Promise<unknown> => client.changes.say({ runId, what });

export type DeleteRequest = Parameters<typeof client.changes.delete>[0];

/** Carries a deletion out and tells each step; resolves with the proven outcome. */
export async function runDelete(
  request: DeleteRequest,
  onEvent: (event: DeleteEvent) => void,
): Promise<Extract<DeleteEvent, { kind: 'done' }>> {
  try {
    for await (const event of await client.changes.delete(request)) {
      onEvent(event);
      if (event.kind === 'done') return event;
    }
  } finally {
    void historyChanged();
  }
  throw new Error('The deletion ended without an outcome');
}
