import type { CurrentTag } from '../../shared/contract/retag.ts';
import { api } from './client.ts';
import { queryClient } from './query-client.ts';

/** After a change: the history is asked again. */
export const historyChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: api.history.list.key() });

/** The same for any tag that is to point at `digest`. */
export const expectedBy = (current: CurrentTag, digest: string): string | null =>
  current.state === 'taken' ? current.digest : current.state === 'same' ? digest : null;
