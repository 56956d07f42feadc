import type { SettleEvent, UndoPlanEvent } from '../../shared/contract/history.ts';
import { planOf, shownPlan } from '../changes/undo/plan.ts';
import { type ChangeWork, changeOf, workOn } from '../changes/undo/settle.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation, type Services } from './base.ts';

type Order = { readonly id: string; readonly runId: string; readonly how: ChangeWork };

/** Work on a change under a name, so that it can be stopped. It goes on where the page leaves, but for a copy: the page could no longer stop it. */
async function worked(services: Services, { id, runId, how }: Order): Promise<AsyncGenerator<SettleEvent>> {
  const { copy } = await changeOf(services, id);
  return emitted<SettleEvent>(
    (emit) => services.runs.under(runId, async (run) => emit({ kind: 'done', ...(await workOn(services, id, how, { run, emit })) })),
    () => copy && services.runs.say(runId, 'stop'),
  );
}

export const history = {
  list: implementation.history.list.handler(({ input, context, signal }) => context.history.list(input, signal)),
  get: implementation.history.get.handler(({ input, context }) => context.history.steps(input.id, input)),
  moves: implementation.history.moves.handler(({ input, context }) => context.history.moves(input.id, input)),
  interrupted: implementation.history.interrupted.handler(async ({ context }) => ({ changes: await context.history.interrupted() })),
  running: implementation.history.running.handler(async ({ context }) => ({ changes: await context.history.running() })),
  planUndo: implementation.history.planUndo.handler(async ({ input, context, signal }) => {
    const change = await changeOf(context, input.id);
    return emitted<UndoPlanEvent>(async (emit) => emit({ kind: 'plan', plan: shownPlan(await planOf(context, change, signal, emit)) }));
  }),
  undo: implementation.history.undo.handler(({ input, context }) => worked(context, { ...input, how: 'undo' })),
  settle: implementation.history.settle.handler(({ input, context }) => worked(context, input)),
};
