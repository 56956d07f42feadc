import { applyPlan } from '../changes/delete/apply.ts';
import { planFile } from '../changes/delete/plan-file.ts';
import { decide, planTargets } from '../changes/delete/plans.ts';
import { restoreTag } from '../changes/undo/restore-tag.ts';
import { implementation } from './base.ts';

export const deletion = {
  plan: implementation.delete.plan.handler(({ input, context, signal }) => planTargets(context, input, signal)),
  decide: implementation.delete.decide.handler(({ input, context }) => decide(context, input)),
  file: implementation.delete.file.handler(({ input, context }) => ({ text: planFile(context, input) })),
  apply: implementation.delete.apply.handler(({ input, context }) => applyPlan(context, input)),
  restore: implementation.delete.restore.handler(({ input, context }) => restoreTag(context, input)),
};
