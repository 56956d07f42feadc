import type { AppOver } from '../hosts/app-over.ts';

type Client = AppOver['client'];
type History = Client['changes']['history'];
type EventOf<P extends keyof History> = Awaited<ReturnType<History[P]>> extends AsyncIterable<infer E> ? E : never;

async function last<E extends { readonly kind: string }, K extends E['kind']>(
  events: AsyncIterable<E>,
  kind: K,
): Promise<Extract<E, { kind: K }>> {
  for await (const event of events) if (event.kind === kind) return event as Extract<E, { kind: K }>;
  throw new Error('It ended without an outcome');
}

/** Undoes a change to its end. */
export const undone = async ({ changes }: Client, id: string): Promise<Extract<EventOf<'undo'>, { kind: 'done' }>> =>
  last(await changes.history.undo({ id, runId: `undo ${id}` }), 'done');

/** What undoing a change would do. */
export const undoPlanOf = async ({ changes }: Client, id: string): Promise<Extract<EventOf<'planUndo'>, { kind: 'plan' }>['plan']> =>
  (await last(await changes.history.planUndo({ id }), 'plan')).plan;

/** Settles a change that waits. */
export const settled = async (
  { changes }: Client,
  id: string,
  how: 'ask' | 'put-back' | 'finish' | 'leave',
): Promise<Extract<EventOf<'settle'>, { kind: 'done' }>['change']> =>
  (await last(await changes.history.settle({ id, runId: `settle ${id}`, how }), 'done')).change;
