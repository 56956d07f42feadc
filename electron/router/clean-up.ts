import { dryRun } from '../changes/clean-up/dry-run.ts';
import { weigh } from '../changes/clean-up/weigh.ts';
import { implementation } from './base.ts';

export const cleanUp = {
  plan: implementation.changes.cleanUp.plan.handler(({ input, context, signal }) => dryRun(context, input, signal)),
  weigh: implementation.changes.cleanUp.weigh.handler(({ input: { planId, going }, context }) => {
    const run = context.dryRuns.get(planId);
    return weigh(run.facts, new Map(going.map(({ repository, tags }) => [repository, new Set(tags)])), run.untagOnly);
  }),
};
