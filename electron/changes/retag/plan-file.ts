import { type RetagFile, retagFileOf } from '../../../shared/retag-plan-file.ts';
import { chosenOf } from './apply.ts';
import type { RetagPorts } from './plan.ts';

export type RetagFileDecision = { readonly planId: string; readonly targets: readonly string[]; readonly remove: boolean };

/** A retag that was planned, as what a file says. Asks the registry nothing. @throws Failure CONFLICT `plan-expired`. */
export function retagFileFor(ports: RetagPorts, decision: RetagFileDecision): RetagFile {
  const { connectionId, repository, targets } = chosenOf(ports, decision);
  const { url, protectedTags } = ports.clients.connection(connectionId);
  return retagFileOf([...targets], { registry: url, repository, remove: decision.remove, patterns: protectedTags });
}
