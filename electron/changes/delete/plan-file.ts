import { type PlanDecision, type PlanFile, planFileOf, writePlanFile } from '../../../shared/plan-file.ts';
import { weighPlans } from './plan.ts';
import { type DeletePorts, plansOf } from './plans.ts';

export type FileDecision = {
  readonly planId: string;
  readonly whole: boolean;
  readonly withReferrers: boolean;
  readonly typed: readonly string[];
};

/** A plan that was made, as what a file says. Asks the registry nothing. @throws Failure CONFLICT `plan-expired`. */
export function planFileFor(ports: DeletePorts, decision: FileDecision): PlanFile {
  const { readings } = ports.deletePlans.get(decision.planId);
  const { connectionId, isAlone, untagOnly, plans } = plansOf(ports, decision);
  // Repositories that are left out of the file are not read when it is applied.
  const parts = readings.flatMap(({ snapshot }, i) => (plans[i] && plans[i].groups.length > 0 ? [{ snapshot, plan: plans[i] }] : []));
  const weight = weighPlans(parts);
  const { withReferrers } = decision;
  const decided: PlanDecision = {
    registry: ports.clients.connection(connectionId).url,
    alone: isAlone,
    whole: false,
    untagOnly,
    withReferrers,
    bytesFreed: weight.bytesFreed + (withReferrers ? weight.referrerBytes : 0),
  };
  const file = planFileOf(plans, decided);
  if (!decision.whole || !isAlone) return file;
  // The only tag of an image: with the tag alone its image is deleted as well, and the plan is the same one.
  const alone = planFileOf(plansOf(ports, { ...decision, whole: false }).plans, decided);
  return writePlanFile(alone) === writePlanFile(file) ? file : { ...file, whole: true };
}

/** The bytes of that file. @throws Failure CONFLICT `plan-expired`. */
export const planFile = (ports: DeletePorts, decision: FileDecision): string => writePlanFile(planFileFor(ports, decision));
