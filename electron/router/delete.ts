import type { DeleteEvent } from '../../shared/contract/delete.ts';
import { writableClient } from '../changes/core/recorded.ts';
import { deleteOne, planOne, restoreTag } from '../changes/delete/one.ts';
import { checkConfirmed, decideParts, planParts, runParts } from '../changes/delete/parts.ts';
import { askAboutTag } from '../changes/undo/settle.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation } from './base.ts';

export const deletion = {
  plan: implementation.delete.plan.handler(({ input, context, signal }) => planParts(context, input, signal)),
  decide: implementation.delete.decide.handler(({ input: { planId, typed }, context }) => ({
    plans: decideParts(context, planId, typed),
  })),
  apply: implementation.delete.apply.handler(({ input: { connectionId, runId, parts, confirmation, typed, several }, context }) => {
    writableClient(context, connectionId);
    checkConfirmed(context, connectionId, parts, confirmation, { typed, several });
    return emitted<DeleteEvent>(
      (emit) =>
        context.runs.under(runId, async (run) => {
          const changeIds = await runParts(context, connectionId, parts, run, emit);
          emit({ kind: 'done', changeIds, stopped: run.signal.aborted });
        }),
      () => context.runs.endIfPaused(runId),
    );
  }),
  planOne: implementation.delete.planOne.handler(({ input, context, signal }) => planOne(context, input, signal)),
  applyOne: implementation.delete.applyOne.handler(({ input, context }) => deleteOne(context, input)),
  restore: implementation.delete.restore.handler(async ({ input, context }) => {
    const restored = await restoreTag(context, input);
    await askAboutTag(context, input.connectionId, input.repository, input.tag).catch(() => {});
    return restored;
  }),
};
