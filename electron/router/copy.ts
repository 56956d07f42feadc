import type { CopyEvent, CopyPlan } from '../../shared/contract/copy.ts';
import type { Change, CopySource } from '../../shared/contract/history.ts';
import type { Place } from '../changes/copy/cargo.ts';
import { planCopy } from '../changes/copy/plan.ts';
import { prepareCopy } from '../changes/copy/prepare.ts';
import { type CopyCount, runCopy } from '../changes/copy/run.ts';
import type { Recorder } from '../changes/recorder.ts';
import { relay } from '../changes/relay.ts';
import { implementation, type Services } from './base.ts';
import { continued, recorded, writableClient } from './recorded.ts';

type Target = { readonly connectionId: string; readonly repository: string; readonly tag: string };

type Order = {
  readonly source: CopySource;
  readonly target: Target;
  /** What the person saw: the digest that arrives, and what the tag was (null for free). */
  readonly digest: string;
  readonly expected: string | null;
  /** The change that is taken up again. */
  readonly resumed?: Change;
};

const placeOf = (services: Services, { connectionId, repository }: { connectionId: string; repository: string }): Place => ({
  client: services.clients.of(connectionId),
  repository,
});

async function plan(services: Services, source: CopySource, target: Target, signal: AbortSignal): Promise<CopyPlan> {
  const cache = await services.summaries.of(target.connectionId, target.repository);
  return planCopy({
    from: placeOf(services, source),
    to: { ...placeOf(services, target), tag: target.tag },
    sameRegistry: source.connectionId === target.connectionId,
    wanted: source,
    cache,
    signal,
  });
}

/** Carries a copy out, in the history from before its first change. @throws Failure; the signal's reason. */
export async function carryOut(
  services: Services,
  order: Order,
  signal: AbortSignal,
  emit: (event: CopyEvent) => void,
): Promise<CopyCount & { changeId: string }> {
  const { source, target, digest, expected, resumed } = order;
  const client = writableClient(services, target.connectionId);
  const { connectionId, repository } = target;
  const from = placeOf(services, source);
  const to = { client, repository, tag: target.tag };
  const { cargo, there, tags } = await prepareCopy({ from, to, wanted: source, digest, expected }, signal);
  const cache = await services.summaries.of(connectionId, repository);
  const moves = tags.map(({ tag, raw, expected }) => ({ tag, before: expected, after: raw.digest }));
  const named = `${services.clients.connection(source.connectionId).name}/${source.repository}`;
  const begin = { connectionId, repository, what: 'copy', tag: target.tag, from: named, copy: source, moves } as const;
  const work = async (recorder: Recorder) => {
    const job = {
      cargo,
      to,
      tags,
      there,
      mountFrom: source.connectionId === connectionId && source.repository !== repository ? source.repository : undefined,
      read: (digest: string, offset: number, stop: AbortSignal) => from.client.blobs.read(source.repository, digest, offset, stop),
      keeper: services.kept,
      cache,
      recorder,
      signal,
    };
    return { result: await runCopy(job, emit), state: 'done' } as const;
  };
  const done = resumed ? continued(services, resumed, work) : recorded(services, begin, work);
  const { result, change } = await services.running.track(connectionId, done);
  return { ...result, changeId: change.id };
}

export const copy = {
  plan: implementation.changes.copy.plan.handler(({ input: { source, target, platforms, referrers }, context, signal }) =>
    plan(context, { ...source, platforms, referrers }, target, signal ?? new AbortController().signal),
  ),
  run: implementation.changes.copy.run.handler(({ input, context }) => {
    const { runId, source, target, platforms, referrers, digest, expected } = input;
    writableClient(context, target.connectionId);
    // A copy that nobody looks at could not be stopped any more; what has arrived is not sent twice.
    return relay<CopyEvent>(
      (emit) =>
        context.runs.under(runId, async ({ signal }) => {
          const order = { source: { ...source, platforms, referrers }, target, digest, expected };
          const result = await carryOut(context, order, signal, emit);
          emit({ kind: 'done', digest, ...result });
        }),
      () => context.runs.say(runId, 'stop'),
    );
  }),
};
