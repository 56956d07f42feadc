import type { ManyEvent, ManyGroup, ManyItem, ManyPlan, ManyPlanEvent } from '../../shared/contract/delete-many.ts';
import { Failure } from '../../shared/errors.ts';
import { protectedOf } from '../../shared/pattern.ts';
import { runDeleteMany } from '../changes/delete-many.ts';
import { gatherMany } from '../changes/gather-many.ts';
import { endOfMany } from '../changes/outcome.ts';
import { relay } from '../changes/relay.ts';
import type { Run } from '../changes/runs.ts';
import { implementation, type Services } from './base.ts';
import { recorded, writableClient } from './recorded.ts';

type Question = {
  readonly connectionId: string;
  readonly untagOnly: boolean;
  readonly typed: readonly string[];
  /** Several repositories: then names are typed with theirs. */
  readonly several: boolean;
};
type Target = {
  readonly repository: string;
  readonly tags: readonly string[];
  readonly seen?: Readonly<Record<string, string>> | undefined;
};
type Part = { readonly repository: string; readonly groups: readonly ManyGroup[] };

/** The protected names of a repository that were typed: bare where it is the only one, else with the repository's. */
const releasedIn = (repository: string, typed: readonly string[], several: boolean): string[] =>
  several ? typed.flatMap((name) => (name.startsWith(`${repository}:`) ? [name.slice(repository.length + 1)] : [])) : [...typed];

/** Reads one repository and plans what goes of it. */
async function planOne(
  services: Services,
  { connectionId, untagOnly, typed, several }: Question,
  { repository, tags, seen = {} }: Target,
  emit: (event: ManyPlanEvent) => void,
  signal: AbortSignal | undefined,
): Promise<ManyPlan> {
  const client = services.clients.of(connectionId);
  const { readOnly, protectedTags } = services.clients.connection(connectionId);
  const cache = await services.summaries.of(connectionId, repository);
  const abilities = () => services.probe.ask(client, connectionId, repository, signal);
  const released = releasedIn(repository, typed, several);
  const question = { client, repository, tags, seen, protectedTags, typed: released, untagOnly, readOnly, abilities, cache, signal };
  const made = await gatherMany(question, (read, total) => {
    if (read % 100 === 0 || read === total) emit({ kind: 'progress', repository, read, total });
  });
  await cache.flush();
  return made;
}

async function* plan(
  services: Services,
  { targets, ...asked }: Omit<Question, 'several'> & { readonly targets: readonly Target[] },
  signal: AbortSignal | undefined,
): AsyncGenerator<ManyPlanEvent> {
  const question = { ...asked, several: targets.length > 1 };
  yield* relay<ManyPlanEvent>(async (emit) => {
    for (const target of targets) {
      signal?.throwIfAborted();
      emit({ kind: 'plan', plan: await planOne(services, question, target, emit, signal) });
    }
    emit({ kind: 'end' });
  });
}

/** Removes what was confirmed of one repository; its change in the history. */
async function runOne(
  services: Services,
  connectionId: string,
  { repository, groups }: Part,
  run: Run,
  emit: (event: ManyEvent) => void,
): Promise<string> {
  const client = writableClient(services, connectionId);
  const { protectedTags } = services.clients.connection(connectionId);
  const { byTag, byDigest } = await services.probe.ask(client, connectionId, repository, undefined);
  const needsTag = groups.some(({ how }) => how === 'tags');
  if (byTag !== 'works' && (byDigest !== 'works' || (needsTag && client.vendor.tagsFirst)))
    throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'the registry refuses deletes' });
  const cache = await services.summaries.of(connectionId, repository);
  const moves = groups.flatMap(({ digest, tags }) => tags.map((tag) => ({ tag, before: digest, after: null })));
  const attached = groups.flatMap((group) => group.attached);
  const images = groups.flatMap(({ how, digest }) => (how === 'image' ? [digest] : []));
  const begin = { connectionId, repository, what: 'delete-many', tag: moves[0]?.tag ?? '', moves, attached, images } as const;
  const way = byTag === 'works' ? 'tag-delete' : 'placeholder';
  const parts = { client, repository, groups, way, keeper: services.kept, cache, run, protectedTags } as const;
  const done = recorded(services, begin, async (recorder) => {
    const all: ManyItem[] = [];
    const clean = await runDeleteMany({ ...parts, recorder }, (items) => {
      all.push(...items);
      emit({ kind: 'items', items });
    });
    return { result: undefined, state: endOfMany(all, clean) };
  });
  return (await services.running.track(connectionId, done)).change.id;
}

/** One repository that cannot be begun does not keep the others from it. */
async function runParts(
  services: Services,
  connectionId: string,
  parts: readonly Part[],
  run: Run,
  emit: (event: ManyEvent) => void,
): Promise<string[]> {
  const changeIds: string[] = [];
  for (const part of parts) {
    try {
      changeIds.push(await runOne(services, connectionId, part, run, emit));
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
function checkConfirmed(
  services: Services,
  connectionId: string,
  parts: readonly Part[],
  confirmation: string,
  { typed, several }: Pick<Question, 'typed' | 'several'>,
): void {
  const { name, protectedTags } = services.clients.connection(connectionId);
  const expected = parts.length === 1 ? (parts[0]?.repository ?? '') : name;
  if (confirmation !== expected) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: expected });
  for (const { repository, groups } of parts) {
    const released = new Set(releasedIn(repository, typed, several));
    const tags = groups.flatMap((group) => group.tags);
    const untyped = protectedOf(tags, protectedTags).find((tag) => !released.has(tag));
    if (untyped !== undefined) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: untyped });
  }
}

export const deleteMany = {
  plan: implementation.changes.many.plan.handler(({ input, context, signal }) => plan(context, input, signal)),
  run: implementation.changes.many.run.handler(({ input: { connectionId, runId, parts, confirmation, typed, several }, context }) => {
    writableClient(context, connectionId);
    checkConfirmed(context, connectionId, parts, confirmation, { typed, several });
    return relay<ManyEvent>(
      (emit) =>
        context.runs.under(runId, async (run) => {
          const changeIds = await runParts(context, connectionId, parts, run, emit);
          emit({ kind: 'done', changeIds, stopped: run.signal.aborted });
        }),
      () => context.runs.endIfPaused(runId),
    );
  }),
};
