import { useMutation, useQuery } from '@tanstack/react-query';
import type { ListedConnection } from '../../../shared/contract/connections.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { api, client } from '../../lib/client.ts';
import { queryClient } from '../../lib/query-client.ts';
import { abilitiesQuery, connectionChanged, connectionsQuery, pingQuery } from './queries.ts';

/** Tries on one repository what a registry allows, without changing anything. */
export const useCheckAbilities = (id: string) =>
  useMutation({
    mutationFn: (repository: string) => client.connections.abilities({ id, repository }),
    onSuccess: (found) => queryClient.setQueryData(abilitiesQuery(id).queryKey, found),
  });

export type ConnectionState = 'unknown' | 'connected' | 'needs-sign-in' | 'unreachable';

/** What the dot beside a registry says. */
export function useConnectionState(id: string): ConnectionState {
  const ping = useQuery(pingQuery(id));
  if (ping.isError) return readFailure(ping.error).code === 'UNAUTHORIZED' ? 'needs-sign-in' : 'unreachable';
  return ping.isSuccess ? 'connected' : 'unknown';
}

/** The saved registry of this id, while the list is known. */
export function useConnection(id: string | null): ListedConnection | undefined {
  const { data } = useQuery(connectionsQuery);
  return data?.connections.find((connection) => connection.id === id);
}

export const useSaveConnection = () => useMutation(api.connections.save.mutationOptions({ onSuccess: connectionChanged }));
/** Pins a repository, or notes that it was opened. */
export const useRememberRepository = () =>
  useMutation(
    api.connections.remember.mutationOptions({ onSuccess: () => queryClient.invalidateQueries({ queryKey: api.connections.list.key() }) }),
  );
export const useRemoveConnection = () => useMutation(api.connections.remove.mutationOptions({ onSuccess: connectionChanged }));
export const useOpenSample = () => useMutation(api.connections.openSample.mutationOptions({ onSuccess: connectionChanged }));
