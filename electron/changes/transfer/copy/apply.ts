import type { Change } from '../../../../shared/contract/history.ts';
import { Failure } from '../../../../shared/errors.ts';
import type { ChangePorts } from '../../core/ports.ts';
import { continued, recorded, writableClient } from '../../core/recorded.ts';
import type { RunControl } from '../../core/runs.ts';
import type { StepLog } from '../../core/step-log.ts';
import type { TransferReport } from '../byte-meter.ts';
import { type Payload, type Place, readPayload, referrerTags, type Wanted } from '../payload.ts';
import { blobsPresent } from '../plan.ts';
import type { CopyOrder, TransferPorts } from '../ports.ts';
import { type SentBytes, sendPayload, type TagMove } from '../send.ts';
import { placeOf } from '../titles.ts';

type Prepared = { readonly payload: Payload; readonly present: ReadonlySet<string>; readonly tags: readonly TagMove[] };

/** Both ends of a copy, and what the person confirmed of it. */
export type CopyEnds = Pick<CopyOrder, 'digest' | 'expected'> & {
  readonly from: Place;
  readonly to: Place & { readonly tag: string };
  readonly wanted: Wanted;
};

/** Reads what a copy transfers and what is already present. @throws Failure DIGEST_MISMATCH when it is not what the person saw. */
export async function prepareCopy({ from, to, wanted, digest, expected }: CopyEnds, signal: AbortSignal): Promise<Prepared> {
  const payload = await readPayload(from, wanted, signal);
  if (payload.root.digest !== digest) throw new Failure('DIGEST_MISMATCH', { expected: digest, actual: payload.root.digest });
  const present = await blobsPresent(payload, to, signal);
  const tags: TagMove[] = [];
  for (const put of await referrerTags(payload, to, signal))
    tags.push({ ...put, expected: (await to.client.head(to.repository, put.tag, signal))?.digest ?? null });
  return { payload, present, tags: [...tags, { tag: to.tag, raw: payload.root, expected }] };
}

/** How the work is paused and stopped, and where it reports progress. `onBegun` gets its id in the history. */
export type CopyWork = { readonly control: RunControl; readonly report: TransferReport; readonly onBegun?: (changeId: string) => void };

/**
 * Carries a copy out; the change is in the history before its first request. `resumed` is a change that is continued.
 * @throws Failure; the signal's reason.
 */
export async function applyCopy(
  ports: ChangePorts,
  { source, target, digest, expected }: Omit<CopyOrder, 'tag'>,
  { control, report, onBegun }: CopyWork,
  resumed?: Change,
): Promise<SentBytes> {
  const { connectionId, repository, tag } = target;
  const { signal } = control;
  const from = { client: ports.clients.of(source.connectionId), repository: source.repository };
  const to = { client: writableClient(ports, connectionId), repository, tag };
  const prepared = await prepareCopy({ from, to, wanted: source, digest, expected }, signal);
  const cache = await ports.summaries.of(connectionId, repository);
  const isWithin = source.connectionId === connectionId && source.repository !== repository;
  const work = async (stepLog: StepLog) => {
    const job = {
      ...prepared,
      to,
      mountFrom: isWithin ? source.repository : undefined,
      read: (blob: string, offset: number, stop: AbortSignal) => from.client.blobs.read(source.repository, blob, offset, stop),
      trash: ports.trash,
      cache,
      stepLog,
      signal,
      turn: () => control.turn(),
    };
    return { result: await sendPayload(job, report), state: 'done' } as const;
  };
  if (resumed) return (await continued(ports, resumed, work)).result;
  const moves = prepared.tags.map((move) => ({ tag: move.tag, before: move.expected, after: move.raw.digest }));
  const named = `${ports.clients.connection(source.connectionId).name}/${source.repository}`;
  const begin = { connectionId, repository, what: 'copy', tag, from: named, copy: source, moves } as const;
  return (await recorded(ports, begin, work, onBegun)).result;
}

/** Begins a planned copy; the run's id. @throws Failure CONFLICT, FORBIDDEN. */
export function startCopy(ports: TransferPorts, planId: string): string {
  const order = ports.copyPlans.get(planId);
  writableClient(ports, order.target.connectionId);
  const about = { kind: 'copy', from: placeOf(ports, { ...order.source, tag: order.tag }), to: placeOf(ports, order.target) } as const;
  return ports.runs.start(about, async (control, report) => {
    const sent = await applyCopy(ports, order, { control, report, onBegun: report.change });
    return { result: { kind: 'copy', digest: order.digest, ...sent }, stopped: false };
  });
}
