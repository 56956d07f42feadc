import type { DeleteEvent, DeleteGroup, DeleteItem, DeletePlan, DeletePlanEvent } from '../../../shared/contract/delete.ts';
import { Failure } from '../../../shared/errors.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import { emitted } from '../../registry/async-queue.ts';
import { endOfMany } from '../core/outcome.ts';
import type { Plans } from '../core/plans.ts';
import type { ChangePorts } from '../core/ports.ts';
import { recorded, writableClient } from '../core/recorded.ts';
import type { RunControl } from '../core/runs.ts';
import { runDeleteMany } from './apply-many.ts';
import { decideMany, type ManyReading, readMany } from './gather.ts';

type DeletePorts = ChangePorts & {
  /** What was read for the plans that are looked at. */
  readonly readings: Plans<readonly ManyReading[]>;
};

type Question = { readonly connectionId: string; readonly untagOnly: boolean };
type Target = {
  readonly repository: string;
  readonly tags: readonly string[];
  readonly seen?: Readonly<Record<string, string>> | undefined;
};
type Part = { readonly repository: string; readonly groups: readonly DeleteGroup[] };

/** The protected names of a repository that were typed: bare where it is the only one, else with the repository's. */
const releasedIn = (repository: string, typed: readonly string[], several: boolean): string[] =>
  several ? typed.flatMap((name) => (name.startsWith(`${repository}:`) ? [name.slice(repository.length + 1)] : [])) : [...typed];

/** Reads one repository before tags of it are planned to be deleted. */
async function readOne(
  ports: DeletePorts,
  { connectionId, untagOnly }: Question,
  { repository, tags, seen = {} }: Target,
  emit: (event: DeletePlanEvent) => void,
  signal: AbortSignal | undefined,
): Promise<ManyReading> {
  const client = ports.clients.of(connectionId);
  const { readOnly, protectedTags } = ports.clients.connection(connectionId);
  const cache = await ports.summaries.of(connectionId, repository);
  const abilities = () => ports.probe.ask(client, connectionId, repository, signal);
  const question = { client, repository, tags, seen, protectedTags, untagOnly, readOnly, abilities, cache, signal };
  const reading = await readMany(question, (read, total) => {
    if (read % 100 === 0 || read === total) emit({ kind: 'progress', repository, read, total });
  });
  await cache.flush();
  return reading;
}

/** Plans to delete tags of several repositories, one after the other. Reads, changes nothing. */
export async function* planParts(
  ports: DeletePorts,
  { targets, ...question }: Question & { readonly targets: readonly Target[] },
  signal: AbortSignal | undefined,
): AsyncGenerator<DeletePlanEvent> {
  yield* emitted<DeletePlanEvent>(async (emit) => {
    const readings: ManyReading[] = [];
    for (const target of targets) {
      signal?.throwIfAborted();
      const reading = await readOne(ports, question, target, emit, signal);
      readings.push(reading);
      emit({ kind: 'plan', plan: decideMany(reading, []) });
    }
    emit({ kind: 'end', planId: ports.readings.keep(readings) });
  });
}

/** Plans what was read anew, with these names typed. @throws Failure CONFLICT `plan-expired`. */
export function decideParts(ports: DeletePorts, planId: string, typed: readonly string[]): DeletePlan[] {
  const readings = ports.readings.get(planId);
  return readings.map((reading) => decideMany(reading, releasedIn(reading.repository, typed, readings.length > 1)));
}

/** Removes what was confirmed of one repository; its change in the history. */
async function runOne(
  ports: DeletePorts,
  connectionId: string,
  { repository, groups }: Part,
  run: RunControl,
  emit: (event: DeleteEvent) => void,
): Promise<string> {
  const client = writableClient(ports, connectionId);
  const { protectedTags } = ports.clients.connection(connectionId);
  const { byTag, byDigest } = await ports.probe.ask(client, connectionId, repository, undefined);
  const needsTag = groups.some(({ how }) => how === 'tags');
  if (byTag !== 'works' && (byDigest !== 'works' || (needsTag && client.product.tagsFirst)))
    throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'refused' });
  const cache = await ports.summaries.of(connectionId, repository);
  const moves = groups.flatMap(({ digest, tags }) => tags.map((tag) => ({ tag, before: digest, after: null })));
  const referrers = groups.flatMap((group) => group.referrers);
  const images = groups.flatMap(({ how, digest }) => (how === 'image' ? [digest] : []));
  const begin = { connectionId, repository, what: 'delete-many', tag: moves[0]?.tag ?? '', moves, referrers, images } as const;
  const way = byTag === 'works' ? 'tag-delete' : 'placeholder';
  const parts = { client, repository, groups, way, trash: ports.trash, cache, run, protectedTags } as const;
  const done = recorded(ports, begin, async (stepLog) => {
    const all: DeleteItem[] = [];
    await runDeleteMany({ ...parts, stepLog }, (items) => {
      all.push(...items);
      emit({ kind: 'items', items });
    });
    return { result: undefined, state: endOfMany(all) };
  });
  return (await done).change.id;
}

/** Deletes what was confirmed, a change for each repository; one that cannot be begun does not keep the others from it. */
export async function runParts(
  ports: DeletePorts,
  connectionId: string,
  parts: readonly Part[],
  run: RunControl,
  emit: (event: DeleteEvent) => void,
): Promise<string[]> {
  const changeIds: string[] = [];
  for (const part of parts) {
    try {
      changeIds.push(await runOne(ports, connectionId, part, run, emit));
    } catch (error) {
      if (parts.length === 1 || !(error instanceof Failure)) throw error;
      const failure = { code: error.code, data: error.data };
      const tags = part.groups.flatMap((group) => group.tags);
      emit({ kind: 'items', items: tags.map((tag) => ({ repository: part.repository, tag, state: 'not-tried', failure })) });
    }
  }
  return changeIds;
}

/** @throws Failure CONFLICT where a name that has to be typed was not. */
export function checkConfirmed(
  ports: DeletePorts,
  connectionId: string,
  parts: readonly Part[],
  confirmation: string,
  /** With several repositories names are typed with theirs. */
  { typed, several }: { readonly typed: readonly string[]; readonly several: boolean },
): void {
  const { name, protectedTags } = ports.clients.connection(connectionId);
  const expected = parts.length === 1 ? (parts[0]?.repository ?? '') : name;
  if (confirmation !== expected) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: expected });
  for (const { repository, groups } of parts) {
    const released = new Set(releasedIn(repository, typed, several));
    const tags = groups.flatMap((group) => group.tags);
    const untyped = protectedOf(tags, protectedTags).find((tag) => !released.has(tag));
    if (untyped !== undefined) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: untyped });
  }
}
