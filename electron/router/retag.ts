import { startRetag } from '../changes/retag/apply.ts';
import { readFamily } from '../changes/retag/family.ts';
import { keepRetagPlan } from '../changes/retag/plan.ts';
import { implementation } from './base.ts';

export const retag = {
  plan: implementation.retag.plan.handler(({ input, context, signal }) => keepRetagPlan(context, input, signal)),
  family: implementation.retag.family.handler(({ input, context, signal }) => readFamily(context, input, signal)),
  apply: implementation.retag.apply.handler(({ input, context }) => startRetag(context, input)),
};
