import type { ManyEvent } from '../../shared/contract/delete-many.ts';
import { writableClient } from '../changes/core/recorded.ts';
import { checkConfirmed, decideParts, planParts, runParts } from '../changes/delete/parts.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation } from './base.ts';

export const deleteMany = {
  plan: implementation.changes.many.plan.handler(({ input, context, signal }) => planParts(context, input, signal)),
  decide: implementation.changes.many.decide.handler(({ input: { planId, typed }, context }) => ({
    plans: decideParts(context, planId, typed),
  })),
  run: implementation.changes.many.run.handler(({ input: { connectionId, runId, parts, confirmation, typed, several }, context }) => {
    writableClient(context, connectionId);
    checkConfirmed(context, connectionId, parts, confirmation, { typed, several });
    return emitted<ManyEvent>(
      (emit) =>
        context.runs.under(runId, async (run) => {
          const changeIds = await runParts(context, connectionId, parts, run, emit);
          emit({ kind: 'done', changeIds, stopped: run.signal.aborted });
        }),
      () => context.runs.endIfPaused(runId),
    );
  }),
};
