import type { RetagResult } from '../../../shared/contract/retag.ts';
import type { AppOver } from '../hosts/app-over.ts';

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

/** Plans a retag and applies it. */
export const retagged = async (client: Client, wish: RetagWish): Promise<{ changeId: string; results: RetagResult[] }> =>
  client.retag.apply(await planRetagOf(client, wish));
