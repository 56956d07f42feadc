import type { DeletePlan, DeletePlanEvent, DeletePurpose, DeleteWeight } from '../../../shared/contract/delete.ts';
import { Failure } from '../../../shared/errors.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { emitted } from '../../registry/async-queue.ts';
import type { Plans } from '../core/plans.ts';
import type { ChangePorts } from '../core/ports.ts';
import { weighPlans } from './plan.ts';
import { type DeleteReading, planOf, readForDelete } from './read.ts';

/** What was read before a deletion, for as long as its plan is looked at. */
export type ReadPlan = { readonly connectionId: string; readonly purpose: DeletePurpose; readonly readings: readonly DeleteReading[] };

export type DeletePorts = ChangePorts & { readonly deletePlans: Plans<ReadPlan> };

type Target = {
  readonly repository: string;
  readonly tags: readonly string[];
  readonly seen?: Readonly<Record<string, string>> | undefined;
};
type Question = {
  readonly connectionId: string;
  readonly untagOnly: boolean;
  readonly purpose: DeletePurpose;
  readonly targets: readonly Target[];
};
type Emit = (event: DeletePlanEvent) => void;

/** Tags between two reports of progress. */
const TELL_EVERY = 100;

/** Reads one repository. @throws Failure of the connection; CONFLICT where the one tag that was chosen is not found. */
async function readOne(
  ports: DeletePorts,
  { connectionId, untagOnly, targets }: Question,
  { repository, tags, seen = {} }: Target,
  emit: Emit,
  signal: AbortSignal | undefined,
): Promise<DeleteReading> {
  const client = ports.clients.of(connectionId);
  const { protectedTags } = ports.clients.connection(connectionId);
  const readOnly = ports.clients.isReadOnly(connectionId);
  const cache = await ports.summaries.of(connectionId, repository);
  const abilities = () => ports.probe.ask(client, connectionId, repository, signal);
  const [only] = tags;
  const isAlone = targets.length === 1 && tags.length === 1 && !tags.some(isDigest) && !untagOnly && Object.keys(seen).length === 0;
  const asked = { client, repository, tags, seen, protectedTags, untagOnly, isAlone, readOnly, abilities, cache, signal };
  const question = {
    ...asked,
    knownHolders: (digests: readonly string[]) => ports.knownHolders({ connectionId, repository }, digests, signal),
  };
  const reading = await readForDelete(question, (read, total) => {
    if (read % TELL_EVERY === 0 || read === total) emit({ kind: 'progress', repository, read, total });
  });
  await cache.flush();
  if (isAlone && only !== undefined && !reading.snapshot.scan.heads.has(only))
    throw new Failure('CONFLICT', { what: 'tag-deleted', subject: only });
  return reading;
}

/** Plans to delete tags of one or several repositories, one after the other. Reads, changes nothing. */
export async function* planTargets(
  ports: DeletePorts,
  question: Question,
  signal: AbortSignal | undefined,
): AsyncGenerator<DeletePlanEvent> {
  yield* emitted<DeletePlanEvent>(async (emit) => {
    const readings: DeleteReading[] = [];
    const parts: Parameters<typeof weighPlans>[0][number][] = [];
    for (const target of question.targets) {
      signal?.throwIfAborted();
      const reading = await readOne(ports, question, target, emit, signal);
      readings.push(reading);
      const whole = reading.isAlone ? { whole: planOf(reading, { typed: [], whole: true }) } : {};
      const plan = planOf(reading, { typed: [], whole: false });
      parts.push({ snapshot: reading.snapshot, plan });
      emit({ kind: 'plan', plan, ...whole });
    }
    const planId = ports.deletePlans.keep({ connectionId: question.connectionId, purpose: question.purpose, readings });
    emit({ kind: 'end', planId, weight: weighPlans(parts) });
  });
}

/** The protected names of a repository that were typed: bare where it is the only one, else with the repository's. */
const releasedIn = (repository: string, typed: readonly string[], several: boolean): string[] =>
  several ? typed.flatMap((name) => (name.startsWith(`${repository}:`) ? [name.slice(repository.length + 1)] : [])) : [...typed];

/** The plans with these protected names typed, and what they free together. @throws Failure CONFLICT `plan-expired`. */
export function decide(
  ports: DeletePorts,
  decision: { readonly planId: string; readonly typed: readonly string[] },
): { plans: DeletePlan[]; weight: DeleteWeight } {
  const { readings } = ports.deletePlans.get(decision.planId);
  const { plans } = plansOf(ports, { ...decision, whole: false });
  const parts = readings.flatMap(({ snapshot }, i) => (plans[i] ? [{ snapshot, plan: plans[i] }] : []));
  return { plans, weight: weighPlans(parts) };
}

type Decision = { readonly planId: string; readonly typed: readonly string[]; readonly whole: boolean };
type Decided = {
  readonly connectionId: string;
  readonly purpose: DeletePurpose;
  readonly isAlone: boolean;
  readonly untagOnly: boolean;
  readonly plans: DeletePlan[];
};

/** Plans what was read, with these names typed. Asks the registry nothing. @throws Failure CONFLICT `plan-expired`. */
export function plansOf(ports: DeletePorts, { planId, typed, whole }: Decision): Decided {
  const { connectionId, purpose, readings } = ports.deletePlans.get(planId);
  const plans = readings.map((reading) => planOf(reading, { typed: releasedIn(reading.repository, typed, readings.length > 1), whole }));
  const untagOnly = readings.every((reading) => reading.untagOnly);
  return { connectionId, purpose, isAlone: readings.length === 1 && readings[0]?.isAlone === true, untagOnly, plans };
}
