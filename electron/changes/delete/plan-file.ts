import { planFileOf, writePlanFile } from '../../../shared/plan-file.ts';
import { weighPlans } from './plan.ts';
import { type DeletePorts, plansOf } from './plans.ts';

export type FileDecision = {
  readonly planId: string;
  readonly whole: boolean;
  readonly withReferrers: boolean;
  readonly typed: readonly string[];
};

/** A plan that was made, as the bytes of a file. Asks the registry nothing. @throws Failure CONFLICT `plan-expired`. */
export function planFile(ports: DeletePorts, decision: FileDecision): string {
  const { readings } = ports.deletePlans.get(decision.planId);
  const { connectionId, isAlone, untagOnly, plans } = plansOf(ports, decision);
  const weight = weighPlans(readings.flatMap(({ snapshot }, i) => (plans[i] ? [{ snapshot, plan: plans[i] }] : [])));
  const { whole, withReferrers } = decision;
  const file = planFileOf(plans, {
    registry: ports.clients.connection(connectionId).url,
    alone: isAlone,
    whole: whole && isAlone,
    untagOnly,
    withReferrers,
    bytesFreed: weight.bytesFreed + (withReferrers ? weight.referrerBytes : 0),
  });
  return writePlanFile(file);
}
