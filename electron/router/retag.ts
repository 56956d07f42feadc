import { writeRetagFile } from '../../shared/retag-plan-file.ts';
import { startRetag } from '../changes/retag/apply.ts';
import { readFamily } from '../changes/retag/family.ts';
import { keepRetagPlan } from '../changes/retag/plan.ts';
import { retagFileFor } from '../changes/retag/plan-file.ts';
import { implementation } from './base.ts';

export const retag = {
  plan: implementation.retag.plan.handler(({ input, context, signal }) => keepRetagPlan(context, input, signal)),
  file: implementation.retag.file.handler(({ input, context }) => ({ text: writeRetagFile(retagFileFor(context, input)) })),
  family: implementation.retag.family.handler(({ input, context, signal }) => readFamily(context, input, signal)),
  apply: implementation.retag.apply.handler(({ input, context }) => startRetag(context, input)),
};
