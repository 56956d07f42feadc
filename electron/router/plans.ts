import { planDrift, readPlan } from '../changes/plan-files/plan-files.ts';
import { implementation } from './base.ts';

export const plans = {
  read: implementation.plans.read.handler(({ input, context }) => readPlan(context, input.text, context.document.connections)),
  drift: implementation.plans.drift.handler(({ input, context }) => planDrift(context, input)),
};
