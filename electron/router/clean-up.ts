import { planCleanUp, weighEdited } from '../changes/clean-up/plan.ts';
import { implementation } from './base.ts';

export const cleanUp = {
  plan: implementation.cleanUp.plan.handler(({ input, context, signal }) => planCleanUp(context, input, signal)),
  weigh: implementation.cleanUp.weigh.handler(({ input, context }) => weighEdited(context, input)),
};
