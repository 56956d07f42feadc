import type { Change, SettleEvent, UndoPlanEvent } from '../../shared/contract/history.ts';
import { Failure } from '../../shared/errors.ts';
import { relay } from '../changes/core/relay.ts';
import type { Run } from '../changes/core/runs.ts';
import { isOpen, planOf, settle, undo } from '../changes/undo/settle.ts';
import { implementation, type Services } from './base.ts';

/** @throws Failure NOT_FOUND. */
async function changeOf(services: Services, id: string): Promise<Change> {
  const change = await services.journal.get(id);
  if (!change) throw new Failure('NOT_FOUND', { what: 'change' });
  return change;
}

type Work = { readonly run: Run; readonly emit: (event: SettleEvent) => void };

/** Work under a name, so that it can be stopped; it goes on where the page leaves, but for a copy, which the page could not stop any more. */
function streamed(
  services: Services,
  runId: string,
  { copy }: Change,
  work: (work: Work) => Promise<{ change: Change; stopped: boolean }>,
): AsyncGenerator<SettleEvent> {
  return relay<SettleEvent>(
    (emit) =>
      services.runs.under(runId, async (run) => {
        emit({ kind: 'done', ...(await work({ run, emit })) });
      }),
    () => copy && services.runs.say(runId, 'stop'),
  );
}

export const history = {
  list: implementation.changes.history.list.handler(async ({ context }) => ({
    changes: await context.journal.list(),
    ...(await context.journal.unread()),
  })),
  planUndo: implementation.changes.history.planUndo.handler(async ({ input, context, signal }) => {
    const change = await changeOf(context, input.id);
    return relay<UndoPlanEvent>(async (emit) => emit({ kind: 'plan', plan: await planOf(context, change, signal, emit) }));
  }),
  undo: implementation.changes.history.undo.handler(async ({ input: { id, runId }, context }) => {
    const change = await changeOf(context, id);
    return streamed(context, runId, change, (work) => undo(context, change, work));
  }),
  settle: implementation.changes.history.settle.handler(async ({ input: { id, runId, how }, context }) => {
    const change = await changeOf(context, id);
    if (!isOpen(change)) throw new Failure('CONFLICT', { what: 'tags-changed', subject: change.tag });
    return streamed(context, runId, change, (work) => settle(context, change, how, work));
  }),
};
