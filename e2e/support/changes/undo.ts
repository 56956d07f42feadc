import type { AppOver } from '../hosts/app-over.ts';

type Client = AppOver['client'];
type HistoryClient = Client['history'];
type EventOf<P extends keyof HistoryClient> = Awaited<ReturnType<HistoryClient[P]>> extends AsyncIterable<infer E> ? E : never;

async function last<E extends { readonly kind: string }, K extends E['kind']>(
  events: AsyncIterable<E>,
  kind: K,
): Promise<Extract<E, { kind: K }>> {
  for await (const event of events) if (event.kind === kind) return event as Extract<E, { kind: K }>;
  throw new Error('It ended without an outcome');
}

type Change = Extract<Awaited<ReturnType<HistoryClient['list']>>['entries'][number], { kind: 'change' }>['change'];

/** The newest changes of the history. */
export async function changesOf({ history }: Pick<Client, 'history'>): Promise<Change[]> {
  const { entries } = await history.list({ limit: 200 });
  return entries.flatMap((entry) => (entry.kind === 'change' ? [entry.change] : []));
}

/** Undoes a change to its end. */
export const undone = async ({ history }: Client, id: string): Promise<Extract<EventOf<'undo'>, { kind: 'done' }>> =>
  last(await history.undo({ id, runId: `undo ${id}` }), 'done');

/** What undoing a change would do. */
export const undoPlanOf = async ({ history }: Client, id: string): Promise<Extract<EventOf<'planUndo'>, { kind: 'plan' }>['plan']> =>
  (await last(await history.planUndo({ id }), 'plan')).plan;

/** Settles a change that waits. */
export const settled = async (
  { history }: Client,
  id: string,
  how: 'ask' | 'restore' | 'complete' | 'leave',
): Promise<Extract<EventOf<'settle'>, { kind: 'done' }>['change']> =>
  (await last(await history.settle({ id, runId: `settle ${id}`, how }), 'done')).change;
