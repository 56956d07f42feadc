import { api } from './client.ts';
import { queryClient } from './query-client.ts';

/** What the history shows. A plan of an undo is not among it: it is true for its moment. */
const HISTORY = [
  api.history.list.key(),
  api.history.get.key(),
  api.history.interrupted.key(),
  api.history.done.key(),
  api.history.lastOfTag.key(),
];

/** After a change: the history is asked again. */
export async function historyChanged(): Promise<void> {
  await Promise.all(HISTORY.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
