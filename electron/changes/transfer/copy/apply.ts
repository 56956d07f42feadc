import type { CopyEvent, CopyPlan } from '../../../../shared/contract/copy.ts';
import type { Change, CopySource } from '../../../../shared/contract/history.ts';
import type { ChangePorts } from '../../core/ports.ts';
import { continued, recorded, writableClient } from '../../core/recorded.ts';
import type { StepLog } from '../../core/step-log.ts';
import type { Place } from '../payload.ts';
import { type SentBytes, sendPayload } from '../send.ts';
import { planCopy } from './plan.ts';
import { prepareCopy } from './prepare.ts';

type Target = { readonly connectionId: string; readonly repository: string; readonly tag: string };

export type CopyOrder = {
  readonly source: CopySource;
  readonly target: Target;
  /** What the person saw: the digest that arrives, and what the tag was (null for free). */
  readonly digest: string;
  readonly expected: string | null;
  /** The change that is taken up again. */
  readonly resumed?: Change;
};

const placeOf = (ports: ChangePorts, { connectionId, repository }: { connectionId: string; repository: string }): Place => ({
  client: ports.clients.of(connectionId),
  repository,
});

/** What a copy between two saved registries would do. Reads, changes nothing. */
export async function planCopyOf(ports: ChangePorts, source: CopySource, target: Target, signal: AbortSignal): Promise<CopyPlan> {
  const cache = await ports.summaries.of(target.connectionId, target.repository);
  return planCopy({
    from: placeOf(ports, source),
    to: { ...placeOf(ports, target), tag: target.tag },
    sameRegistry: source.connectionId === target.connectionId,
    wanted: source,
    cache,
    signal,
  });
}

/** Carries a copy out, in the history from before its first change. @throws Failure; the signal's reason. */
export async function applyCopy(
  ports: ChangePorts,
  order: CopyOrder,
  signal: AbortSignal,
  emit: (event: CopyEvent) => void,
): Promise<SentBytes & { changeId: string }> {
  const { source, target, digest, expected, resumed } = order;
  const client = writableClient(ports, target.connectionId);
  const { connectionId, repository } = target;
  const from = placeOf(ports, source);
  const to = { client, repository, tag: target.tag };
  const { payload, there, tags } = await prepareCopy({ from, to, wanted: source, digest, expected }, signal);
  const cache = await ports.summaries.of(connectionId, repository);
  const moves = tags.map(({ tag, raw, expected }) => ({ tag, before: expected, after: raw.digest }));
  const named = `${ports.clients.connection(source.connectionId).name}/${source.repository}`;
  const begin = { connectionId, repository, what: 'copy', tag: target.tag, from: named, copy: source, moves } as const;
  const work = async (stepLog: StepLog) => {
    const job = {
      payload,
      to,
      tags,
      there,
      mountFrom: source.connectionId === connectionId && source.repository !== repository ? source.repository : undefined,
      read: (digest: string, offset: number, stop: AbortSignal) => from.client.blobs.read(source.repository, digest, offset, stop),
      trash: ports.trash,
      cache,
      stepLog,
      signal,
    };
    return { result: await sendPayload(job, emit), state: 'done' } as const;
  };
  const done = resumed ? continued(ports, resumed, work) : recorded(ports, begin, work);
  const { result, change } = await done;
  return { ...result, changeId: change.id };
}
