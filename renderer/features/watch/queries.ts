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

/** @throws what the application answers; the list is read again in either case. */
export const pauseWatch = (id: string, isPaused: boolean): Promise<unknown> => client.watch.pause({ id, isPaused }).finally(rereadWatches);

/** @throws what the application answers; the list is read again in either case. */
export const removeWatch = (id: string): Promise<unknown> => client.watch.remove({ id }).finally(rereadWatches);
