import type { SummaryCache } from '../../../electron/browse/image-summary.ts';
import { DeleteProbe } from '../../../electron/changes/core/probe.ts';
import { type DeleteQuestion, planOf, readForDelete } from '../../../electron/changes/delete/read.ts';
import type { RegistryClient } from '../../../electron/registry/client.ts';
import type { DeleteGroup, DeleteItem, DeletePlan } from '../../../shared/contract/delete.ts';
import type { Run } from '../../../shared/contract/runs.ts';
import type { AppOver } from '../hosts/app-over.ts';

/** The question of a person who wants these tags deleted, with nothing protected. */
export const questionOf = (client: RegistryClient, repository: string, tags: readonly string[], cache: SummaryCache): DeleteQuestion => ({
  client,
  repository,
  tags,
  protectedTags: [],
  seen: {},
  untagOnly: false,
  isAlone: false,
  readOnly: false,
  abilities: () => new DeleteProbe().ask(client, 'test', repository, undefined),
  knownHolders: async () => [],
  cache,
});

/** Reads and plans at once, with no protected name typed. */
export const plannedBy = async (question: DeleteQuestion): Promise<DeletePlan> =>
  planOf(await readForDelete(question, () => {}), { typed: [], whole: false });

type Client = AppOver['client'];

/** A plan as a dialog gets it: `whole` deletes the image of a single tag with all its tags. */
export type Planned = { readonly planId: string; readonly plan: DeletePlan; readonly whole: DeletePlan };

/** Plans over the connection `c`. */
export async function planned(
  client: Client,
  repository: string,
  tags: string[],
  { seen, untagOnly = false }: { readonly seen?: Record<string, string>; readonly untagOnly?: boolean } = {},
): Promise<Planned> {
  let plans: Omit<Planned, 'planId'> | undefined;
  const targets = [{ repository, tags, ...(seen ? { seen } : {}) }];
  for await (const event of await client.delete.plan({ connectionId: 'c', targets, untagOnly, purpose: 'delete' })) {
    if (event.kind === 'plan') plans = { plan: event.plan, whole: event.whole ?? event.plan };
    if (event.kind === 'end' && plans) return { ...plans, planId: event.planId };
  }
  throw new Error('It was not planned');
}

/** The one group of a plan. */
export function groupOf({ groups }: DeletePlan): DeleteGroup {
  const [group] = groups;
  if (!group || groups.length > 1) throw new Error(`The plan has ${groups.length} groups`);
  return group;
}

export type Deleted = {
  readonly run: Run;
  readonly items: readonly DeleteItem[];
  /** What became of each tag. */
  readonly states: Readonly<Record<string, DeleteItem['state']>>;
  readonly changeId: string;
};

/** Carries a plan out and waits for its end; `onStart` is told the run. */
export async function deleted(
  client: Client,
  { planId, plan }: Pick<Planned, 'planId' | 'plan'>,
  {
    whole = false,
    withReferrers = false,
    typed = [],
    onStart,
  }: {
    readonly whole?: boolean;
    readonly withReferrers?: boolean;
    readonly typed?: string[];
    readonly onStart?: (runId: string) => unknown;
  } = {},
): Promise<Deleted> {
  const { runId } = await client.delete.apply({ planId, whole, withReferrers, typed, confirmation: plan.repository });
  await onStart?.(runId);
  const items: DeleteItem[] = [];
  let run: Run | undefined;
  for await (const event of await client.runs.follow({ id: runId })) {
    items.push(...event.items);
    run = event.run;
  }
  if (!run) throw new Error('The run is not kept');
  return { run, items, states: Object.fromEntries(items.map(({ tag, state }) => [tag, state])), changeId: run.changeIds[0] ?? '' };
}
