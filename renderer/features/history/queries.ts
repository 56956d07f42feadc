import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import type { HistoryProgress, SettleEvent, UndoPlan, UndoPlanEvent } from '../../../shared/contract/history.ts';
import { historyChanged } from '../../lib/changes.ts';
import { api, client } from '../../lib/client.ts';

/** Every change that was made from here, newest first. */
export const historyQuery = queryOptions(api.history.list.queryOptions({ staleTime: 0 }));

/** What is under way now, without its steps: a long history is not sent again and again. */
export const runningQuery = queryOptions(api.history.running.queryOptions({ staleTime: 0, gcTime: 0 }));

export type UndoPlanning = { readonly progress: HistoryProgress | undefined; readonly plan: UndoPlan | undefined };

/** What undoing a change would do, while it is being found out; true for a moment, like every plan. Leaving it stops the reading. */
export const undoPlanQuery = (id: string) =>
  queryOptions({
    queryKey: [...api.history.planUndo.key(), id],
    queryFn: streamedQuery<UndoPlanEvent, UndoPlanning>({
      streamFn: ({ signal }) => client.history.planUndo({ id }, { signal }),
      reducer: (known, event) => (event.kind === 'plan' ? { ...known, plan: event.plan } : { ...known, progress: event }),
      initialValue: { progress: undefined, plan: undefined },
    }),
    staleTime: 0,
    gcTime: 0,
  });

type Settled = Extract<SettleEvent, { kind: 'done' }>;

async function toSettled(events: AsyncIterable<SettleEvent>, onProgress: (progress: HistoryProgress) => void): Promise<Settled> {
  try {
    for await (const event of events) {
      if (event.kind === 'done') return event;
      onProgress(event);
    }
  } finally {
    void historyChanged();
  }
  throw new Error('The change ended without an outcome');
}

/** Undoes a change and tells how far it has come. */
export const runUndo = async (request: Parameters<typeof client.history.undo>[0], onProgress: (progress: HistoryProgress) => void) =>
  toSettled(await client.history.undo(request), onProgress);

/** Does what was decided about a change that waits, and tells how far it has come. */
export const runSettle = async (request: Parameters<typeof client.history.settle>[0], onProgress: (progress: HistoryProgress) => void) =>
  toSettled(await client.history.settle(request), onProgress);
