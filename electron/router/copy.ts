import type { CopyEvent } from '../../shared/contract/copy.ts';
import { writableClient } from '../changes/core/recorded.ts';
import { applyCopy, planCopyOf } from '../changes/transfer/copy/apply.ts';
import { emitted } from '../registry/async-queue.ts';
import { implementation } from './base.ts';

export const copy = {
  plan: implementation.changes.copy.plan.handler(({ input: { source, target, platforms, referrers }, context, signal }) =>
    planCopyOf(context, { ...source, platforms, referrers }, target, signal ?? new AbortController().signal),
  ),
  run: implementation.changes.copy.run.handler(({ input, context }) => {
    const { runId, source, target, platforms, referrers, digest, expected } = input;
    writableClient(context, target.connectionId);
    // A copy that nobody looks at could not be stopped any more; what has arrived is not sent twice.
    return emitted<CopyEvent>(
      (emit) =>
        context.runs.under(runId, async ({ signal }) => {
          const order = { source: { ...source, platforms, referrers }, target, digest, expected };
          const result = await applyCopy(context, order, signal, emit);
          emit({ kind: 'done', digest, ...result });
        }),
      () => context.runs.say(runId, 'stop'),
    );
  }),
};
