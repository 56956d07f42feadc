import { planScan } from '../scan/plan.ts';
import { startScan } from '../scan/scan.ts';
import { implementation } from './base.ts';

export const scan = {
  plan: implementation.scan.plan.handler(({ input, context }) => planScan(context, input.connectionId)),
  start: implementation.scan.start.handler(({ input, context }) => ({ runId: startScan(context, input) })),
};
