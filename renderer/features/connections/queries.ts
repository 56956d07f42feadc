import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Connection } from '../../../shared/contract/connections.ts';
import { api } from '../../lib/client.ts';
import { readFailure } from '../../lib/failure.ts';
import { queryClient } from '../../lib/query-client.ts';

/** The saved registries. */
export const connectionsQuery = queryOptions(api.connections.list.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));

/** Whether secrets can be kept in the system keychain here. */
export const keychainQuery = queryOptions(api.connections.keychain.queryOptions({ staleTime: 0 }));

/** Shorter while a registry cannot be reached; never while it refuses the password, which would lock the account. */
function pingAgain(error: unknown): number | false {
  if (!error) return 60_000;
  const { code } = readFailure(error);
  return code === 'UNAUTHORIZED' || code === 'FORBIDDEN' ? false : 10_000;
}

/** Whether a registry lets us in; asked again every minute while the window is open. */
export const pingQuery = (id: string) =>
  queryOptions(
    api.connections.ping.queryOptions({ input: { id }, staleTime: 60_000, refetchInterval: ({ state }) => pingAgain(state.error) }),
  );

export type ConnectionState = 'unknown' | 'connected' | 'needs-sign-in' | 'unreachable';

/** What the dot beside a registry says. */
export function useConnectionState(id: string): ConnectionState {
  const ping = useQuery(pingQuery(id));
  if (ping.isError) return readFailure(ping.error).code === 'UNAUTHORIZED' ? 'needs-sign-in' : 'unreachable';
  return ping.isSuccess ? 'connected' : 'unknown';
}

/** What failed while a registry was away is asked for again once it is back; what is on the screen stays meanwhile. */
export function useReturn(id: string): void {
  const { isSuccess, isError } = useQuery(pingQuery(id));
  const wasAway = useRef(false);
  useEffect(() => {
    if (isError) wasAway.current = true;
    if (!isSuccess || !wasAway.current) return;
    wasAway.current = false;
    void queryClient.refetchQueries({
      predicate: ({ state, queryKey }) => state.status === 'error' && JSON.stringify(queryKey).includes(id),
    });
  }, [isSuccess, isError, id]);
}

/** The saved registry of this id, while the list is known. */
export function useConnection(id: string | null): Connection | undefined {
  const { data } = useQuery(connectionsQuery);
  return data?.connections.find((connection) => connection.id === id);
}

/** Everything read through a connection is asked again once the connection has changed. */
export async function connectionChanged(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.connections.list.key() });
  void queryClient.invalidateQueries({ predicate: (query) => query.queryKey !== connectionsQuery.queryKey });
}

export const useTestConnection = () => useMutation(api.connections.test.mutationOptions());
export const useSaveConnection = () => useMutation(api.connections.save.mutationOptions({ onSuccess: connectionChanged }));
/** Pins a repository, or notes that it was opened. */
export const useRememberRepository = () =>
  useMutation(
    api.connections.remember.mutationOptions({ onSuccess: () => queryClient.invalidateQueries({ queryKey: api.connections.list.key() }) }),
  );
export const useRemoveConnection = () => useMutation(api.connections.remove.mutationOptions({ onSuccess: connectionChanged }));
export const useOpenSample = () => useMutation(api.connections.openSample.mutationOptions({ onSuccess: connectionChanged }));
