import type { UndoPlanEvent } from '../../shared/contract/history.ts';
import { shownPlan, spaced } from '../changes/undo/plan.ts';
import { startWorkOn } from '../changes/undo/settle.ts';
import { planSeveral, startUndo } from '../changes/undo/several.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation } from './base.ts';

export const history = {
  list: implementation.history.list.handler(({ input, context, signal }) => context.history.list(input, signal)),
  get: implementation.history.get.handler(({ input, context }) => context.history.steps(input.id, input)),
  moves: implementation.history.moves.handler(({ input, context }) => context.history.moves(input.id, input)),
  interrupted: implementation.history.interrupted.handler(async ({ context }) => ({ changes: await context.history.interrupted() })),
  done: implementation.history.done.handler(async ({ input, context }) => ({ tags: await context.history.done(input.id) })),
  lastOfTag: implementation.history.lastOfTag.handler(async ({ input, context, signal }) => ({
    last: (await context.history.lastOfTag(input, signal)) ?? null,
  })),
  planUndo: implementation.history.planUndo.handler(({ input, context, signal }) =>
    emitted<UndoPlanEvent>(async (emit) => {
      const onProgress = spaced((done, total) => emit({ kind: 'progress', done, total }));
      const { plan, toType } = await planSeveral(context, [input.id, ...input.others], signal, onProgress);
      emit({ kind: 'plan', plan: shownPlan(plan, toType) });
    }),
  ),
  undo: implementation.history.undo.handler(async ({ input, context }) => ({
    runId: await startUndo(context, [input.id, ...input.others], input.typed),
  })),
  settle: implementation.history.settle.handler(async ({ input, context }) => ({ runId: await startWorkOn(context, input.id, input.how) })),
};
