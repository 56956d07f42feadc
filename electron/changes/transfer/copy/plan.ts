import type { CopySource } from '../../../../shared/contract/history.ts';
import type { TransferPlan } from '../../../../shared/contract/transfer.ts';
import { isTag } from '../../../../shared/oci/reference.ts';
import { expectedOf } from '../../core/current-tag.ts';
import { readPayload } from '../payload.ts';
import { planPayload, targetOf } from '../plan.ts';
import type { Target, TransferPorts } from '../ports.ts';

export type CopyQuestion = { readonly source: CopySource; readonly target: Target };

/** What a copy between two saved registries would do. Reads, changes nothing. */
export async function planCopy(ports: TransferPorts, { source, target }: CopyQuestion, signal: AbortSignal): Promise<TransferPlan> {
  const from = { client: ports.clients.of(source.connectionId), repository: source.repository };
  const payload = await readPayload(from, source, signal);
  const plan = await planPayload(payload, await targetOf(ports, target, source.connectionId === target.connectionId), signal);
  // The digest that was planned is copied, whatever the tag points to by then.
  const order = {
    source: { ...source, reference: plan.whole },
    tag: isTag(source.reference) ? source.reference : '',
    target,
    digest: plan.digest,
    expected: expectedOf(plan),
  };
  return { ...plan, planId: ports.copyPlans.keep(order) };
}
