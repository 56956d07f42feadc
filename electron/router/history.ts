import { isWaiting } from '../../shared/change.ts';
import type { Change, SettleEvent, UndoPlanEvent } from '../../shared/contract/history.ts';
import { Failure } from '../../shared/errors.ts';
import type { RunControl } from '../changes/core/runs.ts';
import { planOf, type Settled, settle, undo } from '../changes/undo/settle.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation, type Services } from './base.ts';

/** @throws Failure NOT_FOUND. */
async function changeOf(services: Services, id: string): Promise<Change> {
  const change = await services.history.get(id);
  if (!change) throw new Failure('NOT_FOUND', { what: 'change' });
  return change;
}

type Work = { readonly run: RunControl; readonly emit: (event: SettleEvent) => void };

/**
 * Work on a change under a name, so that it can be stopped; it goes on where the page leaves, but for a copy, which the page could not stop any
 * more. Nothing else is done about the change meanwhile.
 */
async function streamed(
  services: Services,
  { id, runId }: { readonly id: string; readonly runId: string },
  work: (change: Change, work: Work) => Promise<Settled>,
): Promise<AsyncGenerator<SettleEvent>> {
  const { copy } = await changeOf(services, id);
  return emitted<SettleEvent>(
    (emit) =>
      services.runs.alone(id, async () => {
        const change = await changeOf(services, id);
        if (change.state === 'running') throw new Failure('CONFLICT', { what: 'change-running', subject: id });
        await services.runs.under(runId, async (run) => emit({ kind: 'done', ...(await work(change, { run, emit })) }));
      }),
    () => copy && services.runs.say(runId, 'stop'),
  );
}

export const history = {
  list: implementation.history.list.handler(async ({ context }) => ({
    changes: await context.history.list(),
    ...(await context.history.unread()),
  })),
  running: implementation.history.running.handler(async ({ context }) => ({ changes: await context.history.running() })),
  planUndo: implementation.history.planUndo.handler(async ({ input, context, signal }) => {
    const change = await changeOf(context, input.id);
    return emitted<UndoPlanEvent>(async (emit) => emit({ kind: 'plan', plan: await planOf(context, change, signal, emit) }));
  }),
  undo: implementation.history.undo.handler(({ input, context }) =>
    streamed(context, input, (change, work) => undo(context, change, work)),
  ),
  settle: implementation.history.settle.handler(({ input, context }) =>
    streamed(context, input, (change, work) => {
      if (!isWaiting(change)) throw new Failure('CONFLICT', { what: 'tags-changed', subject: change.tag });
      return settle(context, change, input.how, work);
    }),
  ),
};
