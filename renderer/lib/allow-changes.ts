import { api, client } from './client.ts';
import { queryClient } from './query-client.ts';

/** Reads again what depends on whether a registry may be changed. */
export async function rereadAllowed(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.connections.list.key() });
  for (const queryKey of [api.delete.plan.key(), api.history.planUndo.key()]) void queryClient.invalidateQueries({ queryKey });
}

/** Allows changes to a read-only registry for ten minutes. */
export const allowChanges = (id: string): Promise<void> => client.connections.allowChanges({ id }).then(rereadAllowed, rereadAllowed);

/** Makes it read-only again at once. */
export const endChanges = (id: string): Promise<void> => client.connections.endChanges({ id }).then(rereadAllowed, rereadAllowed);
