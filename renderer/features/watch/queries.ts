import { queryOptions } from '@tanstack/react-query';
import type { Watch } from '../../../shared/contract/watch.ts';
import { api, client } from '../../lib/client.ts';
import { queryClient } from '../../lib/query-client.ts';

/** What is watched and what was found; read again now and then while it is shown. */
export const watchQuery = queryOptions(api.watch.list.queryOptions({ staleTime: 0, refetchInterval: 10_000 }));

export const rereadWatches = (): Promise<void> => queryClient.invalidateQueries({ queryKey: api.watch.list.key() });

/** Watches something; false where as much is watched as can be. */
export async function addWatch(watch: Omit<Watch, 'id'>): Promise<boolean> {
  const { isAdded } = await client.watch.add(watch);
  await rereadWatches();
  return isAdded;
}

export const pauseWatch = (id: string, isPaused: boolean): Promise<void> =>
  client.watch.pause({ id, isPaused }).then(rereadWatches, rereadWatches);

export const removeWatch = (id: string): Promise<void> => client.watch.remove({ id }).then(rereadWatches, rereadWatches);
