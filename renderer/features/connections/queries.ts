import { queryOptions } from '@tanstack/react-query';
import type { ConnectionOutcome } from '../../../shared/contract/connections.ts';
import { api, client } from '../../lib/client.ts';
import { whileAway } from '../../lib/failure.ts';
import { queryClient } from '../../lib/query-client.ts';

/** The saved registries. */
export const connectionsQuery = queryOptions(api.connections.list.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));

/** Whether secrets can be kept in the system keychain here. */
export const keychainQuery = queryOptions(api.connections.keychain.queryOptions({ staleTime: 0 }));

/** Whether a registry accepts the connection; checked again every minute while the window is open. */
export const pingQuery = (id: string) =>
  queryOptions(
    api.connections.ping.queryOptions({
      input: { id },
      staleTime: 60_000, // Never again by itself while the password is refused: that would lock the account.
      refetchInterval: ({ state }) => (state.error ? whileAway(state.error) : 60_000),
    }),
  );

/** What a registry allows, as far as it is known: nothing is asked of it. */
export const abilitiesQuery = (id: string) =>
  queryOptions(api.connections.abilities.queryOptions({ input: { id }, staleTime: Number.POSITIVE_INFINITY }));

/** Puts the registries into an order, on the page at once. */
export function orderConnections(ids: readonly string[]): void {
  queryClient.setQueryData(
    connectionsQuery.queryKey,
    (before) => before && { ...before, connections: ids.flatMap((id) => before.connections.find((entry) => entry.id === id) ?? []) },
  );
  const reread = (): Promise<void> => queryClient.invalidateQueries({ queryKey: api.connections.list.key() });
  client.connections.order({ ids: [...ids] }).then(reread, reread);
}

/** A ping that failed is what the dot and the status show: any other exchange that fails counts as one, and one that succeeds asks again. */
function applyOutcome({ connectionId, kind, failure }: ConnectionOutcome): void {
  const { queryKey } = pingQuery(connectionId);
  const query = queryClient.getQueryCache().find({ queryKey });
  if (kind !== 'answered') query?.setState({ status: 'error', error: failure as unknown as Error, errorUpdatedAt: Date.now() });
  else if (query?.state.status === 'error') void queryClient.invalidateQueries({ queryKey });
}

/** Follows how exchanges with the registries end, whatever they are for: also those of runs and of other windows. */
export async function followOutcomes(): Promise<void> {
  for await (const outcome of await client.connections.outcomes()) applyOutcome(outcome);
}

/** Everything read through a connection is asked again once the connection has changed. */
export async function connectionChanged(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.connections.list.key() });
  void queryClient.invalidateQueries({ predicate: (query) => query.queryKey !== connectionsQuery.queryKey });
}
