import type { PlanFound } from '../../../shared/contract/plans.ts';
import { registryBase } from '../../../shared/oci/reference.ts';
import type { Drift } from '../../../shared/plan-drift.ts';
import { driftBetween, questionOf, typedOf } from '../../../shared/plan-file.ts';
import { type AnyPlanFile, parsePlan, registryOfPlan } from '../../../shared/plan-text.ts';
import { retagDrift } from '../../../shared/retag-plan-file.ts';
import type { Plans } from '../core/plans.ts';
import { planFileFor } from '../delete/plan-file.ts';
import type { DeletePorts } from '../delete/plans.ts';
import type { RetagPorts } from '../retag/plan.ts';
import { retagFileFor } from '../retag/plan-file.ts';

type Saved = { readonly id: string; readonly url: string };

export type PlanFilePorts = DeletePorts & RetagPorts & { readonly planFiles: Plans<AnyPlanFile> };

/** Differences that are listed. */
const LISTED = 200;

/** Reads the file of a plan and finds the saved registry that it is about. Asks nothing of it. */
export function readPlan(ports: PlanFilePorts, text: string, connections: readonly Saved[]): PlanFound {
  const file = parsePlan(text);
  if (typeof file === 'string') return { kind: 'problem', why: file, registry: '' };
  const found = registryOfPlan(connections, file);
  if (!found) return { kind: 'problem', why: 'no-registry', registry: registryBase(file.registry) };
  const kept = { fileId: ports.planFiles.keep(file), connectionId: found.id };
  if (file.longshore === 'retag-plan') {
    const { repository, remove, targets } = file;
    return {
      kind: 'retag',
      ...kept,
      repository,
      remove,
      targets: targets.map(({ from, to }) => ({ from, to })),
      protected: file.protected,
    };
  }
  const { whole, withReferrers } = file;
  return { kind: 'delete', ...kept, ...questionOf(file), whole, withReferrers, protected: typedOf(file) };
}

/** The same plan from what was read of the registry now. */
function driftFrom(ports: PlanFilePorts, file: AnyPlanFile, planId: string): Drift[] {
  if (file.longshore === 'retag-plan') {
    const planned = new Set(ports.retagPlans.get(planId).targets.map(({ to }) => to));
    const targets = file.targets.flatMap(({ to }) => (planned.has(to) ? [to] : []));
    const now = retagFileFor(ports, { planId, targets, remove: file.remove });
    return retagDrift(file, { ...now, registry: file.registry });
  }
  const { whole, withReferrers } = file;
  const now = planFileFor(ports, { planId, whole, withReferrers, typed: typedOf(file) });
  return driftBetween(file, { ...now, registry: file.registry });
}

/** What the registry, as a plan has just read it, differs in from a file. @throws Failure CONFLICT `plan-expired`. */
export function planDrift(ports: PlanFilePorts, { fileId, planId }: { readonly fileId: string; readonly planId: string }) {
  const drift = driftFrom(ports, ports.planFiles.get(fileId), planId);
  return { drift: drift.slice(0, LISTED), count: drift.length };
}
