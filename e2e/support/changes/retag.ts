import type { RetagResult } from '../../../shared/contract/retag.ts';
import type { AppOver } from '../hosts/app-over.ts';
import { endOf } from '../runs.ts';

type Client = AppOver['client'];

/** A retag as a person means it: in the connection `c` unless another one is named. */
export type RetagWish = {
  readonly connectionId?: string;
  readonly repository: string;
  readonly from: string;
  readonly targets: string[];
  /** A move: the old tag is deleted afterwards. */
  readonly remove?: boolean;
};

type Order = Parameters<Client['retag']['apply']>[0];

/** Plans a retag; what confirms the whole plan. */
export async function planRetagOf(
  client: Client,
  { connectionId = 'c', repository, from, targets, remove = false }: RetagWish,
): Promise<Order> {
  const planned = targets.map((to) => ({ from, to, hints: [] }));
  const { planId } = await client.retag.plan({ connectionId, repository, targets: planned });
  return { planId, targets, remove, typed: [] };
}

type Retagged = { readonly changeId: string; readonly results: readonly RetagResult[] };

/** Begins a planned retag and waits for its end. @throws ORPCError what it failed with. */
export async function appliedRetag(client: Client, order: Order): Promise<Retagged> {
  const { result, changeIds } = await endOf(client, await client.retag.apply(order));
  return { changeId: changeIds[0] ?? '', results: result?.kind === 'retag' ? result.results : [] };
}

/** Plans a retag and applies it. @throws ORPCError what it failed with. */
export const retagged = async (client: Client, wish: RetagWish): Promise<Retagged> => appliedRetag(client, await planRetagOf(client, wish));
