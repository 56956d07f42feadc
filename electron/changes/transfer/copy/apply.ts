import type { Change, Move } from '../../../../shared/contract/history.ts';
import type { CopiedImage, RunResult } from '../../../../shared/contract/runs.ts';
import { asValue, blames, Failure, isFailure } from '../../../../shared/errors.ts';
import { isTag } from '../../../../shared/oci/reference.ts';
import { holdConfirmed } from '../../core/confirmed.ts';
import { endOfCopy } from '../../core/outcome.ts';
import type { ChangePorts } from '../../core/ports.ts';
import { continued, recorded, writableClient } from '../../core/recorded.ts';
import type { RunControl, RunReport, RunWork } from '../../core/run-work.ts';
import type { StepLog } from '../../core/step-log.ts';
import { ByteMeter, type TransferReport } from '../byte-meter.ts';
import { countReferrers, type Payload, type Place, readPayload, referrerTags } from '../payload.ts';
import { blobsPresent } from '../plan.ts';
import type { CopyImage, CopyOrder, TransferPorts } from '../ports.ts';
import { absentOf, type SendJob, type SentBytes, sendImage, sizesOf, type TagMove } from '../send.ts';
import { placeOf } from '../titles.ts';

/** Both ends of a copy, and what is copied of each image. */
export type CopyEnds = {
  readonly from: Place;
  readonly to: Place;
  readonly wanted: { readonly platforms: readonly string[] | null; readonly referrers: boolean };
};

/** An image that was read, and the tags that are put for it, its own last. */
type Prepared = { readonly image: CopyImage; readonly payload: Payload; readonly tags: readonly TagMove[] };

/** Reads what a copy transfers of an image. @throws Failure DIGEST_MISMATCH when it is not what the person saw. */
export async function prepareCopy(
  { from, to, wanted }: CopyEnds,
  image: Pick<CopyImage, 'reference' | 'tag' | 'digest' | 'expected'>,
  signal: AbortSignal,
): Promise<Omit<Prepared, 'image'>> {
  const { reference, tag, digest, expected } = image;
  const payload = await readPayload(from, { ...wanted, reference }, signal);
  if (payload.root.digest !== digest) throw new Failure('DIGEST_MISMATCH', { expected: digest, actual: payload.root.digest });
  const tags: TagMove[] = [];
  for (const put of await referrerTags(payload, to, signal))
    tags.push({ ...put, expected: (await to.client.head(to.repository, put.tag, signal))?.digest ?? null });
  return { payload, tags: [...tags, { tag, raw: payload.root, expected }] };
}

const outcomeOf = (tag: string, error: unknown): CopiedImage => {
  const isUnknown = isFailure(error, 'CONFLICT') && error.data.what === 'outcome-unknown';
  return { tag, state: isUnknown ? 'unknown' : 'unchanged', failure: asValue(error) };
};

/** The outcomes of a copy by the tags of the target, and the first failure. */
class Outcomes {
  private readonly found = new Map<string, CopiedImage>();
  first: unknown;

  add(outcome: CopiedImage, error?: unknown): void {
    this.first ??= error;
    this.found.set(outcome.tag, outcome);
  }

  get isEmpty(): boolean {
    return ![...this.found.values()].some(({ state }) => state === 'copied');
  }

  /** In the order of the images; those without an outcome were not tried. */
  of(images: readonly CopyImage[]): CopiedImage[] {
    return images.map(({ tag }) => this.found.get(tag) ?? { tag, state: 'not-tried' });
  }
}

/** Reads every image. Tags of referrers that several images share are put with the first. @throws Failure where none can be read. */
async function prepareAll(
  ends: CopyEnds,
  images: readonly CopyImage[],
  outcomes: Outcomes,
  signal: AbortSignal,
): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  const put = new Set<string>();
  for (const image of images) {
    try {
      const { payload, tags } = await prepareCopy(ends, image, signal);
      prepared.push({ image, payload, tags: tags.filter(({ tag }) => tag === image.tag || !put.has(tag)) });
      for (const { tag } of tags) put.add(tag);
    } catch (error) {
      if (signal.aborted || blames(error) === 'connection') throw error;
      outcomes.add(outcomeOf(image.tag, error), error);
    }
  }
  if (prepared.length === 0) throw outcomes.first;
  return prepared;
}

/** What came of a copy. `stopped`: the person ended it after some images. */
type Copied = SentBytes & { readonly images: CopiedImage[]; readonly referrers: number; readonly stopped: boolean };

/** Sends one image after the other. A failure of one does not keep the others from being copied; one of the connection does. */
async function sendAll(
  prepared: readonly Prepared[],
  job: Omit<SendJob, 'payload' | 'tags'>,
  outcomes: Outcomes,
  meter: ByteMeter,
): Promise<{ readonly mounted: string[]; readonly stopped: boolean }> {
  const mounted: string[] = [];
  for (const { image, payload, tags } of prepared) {
    try {
      mounted.push(...(await sendImage({ ...job, payload, tags }, meter)));
      outcomes.add({ tag: image.tag, state: 'copied' });
    } catch (error) {
      if (job.signal.aborted) {
        if (outcomes.isEmpty) throw error;
        return { mounted, stopped: true };
      }
      outcomes.add(outcomeOf(image.tag, error), error);
      if (blames(error) === 'connection') break;
    }
  }
  if (outcomes.isEmpty) throw outcomes.first;
  return { mounted, stopped: false };
}

/** How many signatures and the like the copied images have, those that several share once. */
function countCopied(prepared: readonly Prepared[], ended: readonly CopiedImage[]): number {
  const copied = new Set(ended.flatMap(({ tag, state }) => (state === 'copied' ? [tag] : [])));
  return countReferrers(prepared.flatMap(({ image, payload }) => (copied.has(image.tag) ? payload.referrers : [])));
}

/** How the work is paused and stopped, and where it reports progress. `onBegun` gets its id in the history. */
export type CopyWork = { readonly control: RunControl; readonly report: TransferReport; readonly onBegun?: (changeId: string) => void };

/**
 * Carries a copy out; the change is in the history before its first request. `resumed` is a change that is continued.
 * @throws Failure where nothing was copied; the signal's reason.
 */
export async function applyCopy(ports: ChangePorts, order: CopyOrder, copyWork: CopyWork, resumed?: Change): Promise<Copied> {
  const { source, target, images } = order;
  const { control, report, onBegun } = copyWork;
  const { signal } = control;
  const isLeft = (): boolean => control.isClosing;
  const from = { client: ports.clients.of(source.connectionId), repository: source.repository };
  const to = { client: writableClient(ports, target.connectionId), repository: target.repository };
  const outcomes = new Outcomes();
  const prepared = await prepareAll({ from, to, wanted: source }, images, outcomes, signal);
  const blobs = new Map(prepared.flatMap(({ payload }) => [...payload.blobs]));
  const present = await blobsPresent({ blobs }, to, signal);
  const cache = await ports.summaries.of(target.connectionId, target.repository);
  const isWithin = source.connectionId === target.connectionId && source.repository !== target.repository;
  const work = async (stepLog: StepLog) => {
    const job = {
      ...{ to, present, trash: ports.trash, cache, stepLog, signal },
      mountFrom: isWithin ? source.repository : undefined,
      read: (blob: string, offset: number, stop: AbortSignal) => from.client.blobs.read(source.repository, blob, offset, stop),
      turn: () => control.turn(),
    };
    const before = sizesOf(present, blobs);
    const meter = new ByteMeter(absentOf({ payload: { manifests: [], blobs }, present }), report);
    const { mounted, stopped } = await meter.during(() => sendAll(prepared, job, outcomes, meter));
    const sent = { sent: meter.total, mounted: sizesOf(mounted, blobs), present: before };
    const ended = outcomes.of(images);
    const state = stopped && isLeft() ? 'interrupted' : endOfCopy(ended);
    return { result: { ...sent, images: ended, referrers: countCopied(prepared, ended), stopped }, state } as const;
  };
  if (resumed) return (await continued(ports, resumed, work)).result;
  return (await recorded(ports, beginOf(ports, order, movesOf(prepared)), work, onBegun, isLeft)).result;
}

const movesOf = (prepared: readonly Prepared[]): Move[] =>
  prepared.flatMap(({ tags }) => tags.map(({ tag, expected, raw }) => ({ tag, before: expected, after: raw.digest })));

/** A copy as the history keeps it. */
function beginOf(ports: ChangePorts, { source, target, images }: CopyOrder, moves: Move[]) {
  const named = `${ports.clients.connection(source.connectionId).name}/${source.repository}`;
  const [first] = images;
  const copy = {
    ...source,
    reference: first?.reference ?? '',
    ...(images.length > 1 ? { images: images.map(({ tag, reference }) => ({ tag, reference })) } : {}),
  };
  return { ...target, what: 'copy', tag: first?.tag ?? '', from: named, copy, moves } as const;
}

/** The part of a plan that was confirmed. */
export type CopyConfirmed = { readonly planId: string; readonly tags: readonly string[]; readonly typed: readonly string[] };

/** Begins a planned copy; the run's id. @throws Failure CONFLICT, FORBIDDEN. */
export function startCopy(ports: TransferPorts, { planId, tags, typed }: CopyConfirmed): string {
  const plan = ports.copyPlans.get(planId);
  const order = { ...plan, images: plan.images.filter(({ tag }) => tags.includes(tag)) };
  const { target, images } = order;
  if (images.length === 0 || images.length < new Set(tags).size) throw new Failure('CONFLICT', { what: 'plan-expired', subject: '' });
  writableClient(ports, target.connectionId);
  const moves = images.map(({ tag, digest, expected }) => ({ tag, before: expected, after: digest }));
  holdConfirmed(moves, ports.clients.connection(target.connectionId).protectedTags, typed);
  return runCopy(ports, order);
}

/** Copies. Where the application ends before the copy is in the history, it is noted there for the next start. @throws what {@link applyCopy} does. */
async function carryOut(ports: TransferPorts, order: CopyOrder, control: RunControl, report: RunReport): Promise<Copied> {
  let isBegun = false;
  const onBegun = (changeId: string): void => {
    isBegun = true;
    report.change(changeId);
  };
  try {
    return await applyCopy(ports, order, { control, report, onBegun });
  } catch (error) {
    if (control.isClosing && !isBegun) await leave(ports, order, report);
    throw error;
  }
}

async function leave(ports: TransferPorts, order: CopyOrder, report: RunReport): Promise<void> {
  const moves = order.images.map(({ tag, digest, expected }) => ({ tag, before: expected, after: digest }));
  const { connectionId, ...begin } = beginOf(ports, order, moves);
  const { id, name, url } = ports.clients.connection(connectionId);
  const open = await ports.history.begin({ ...begin, connection: { id, name, url } });
  report.change(open.id);
  await open.end('interrupted');
}

/** Begins a copy as it was confirmed. What it sends and replaces is checked again, so that it can be begun again as it is. */
function runCopy(ports: TransferPorts, order: CopyOrder): string {
  const { source, target, images } = order;
  const [first] = images;
  if (!first) throw new Failure('CONFLICT', { what: 'plan-expired', subject: '' });
  const about = {
    kind: 'copy',
    from: placeOf(ports, { ...source, tag: isTag(first.name) ? first.name : '' }),
    to: placeOf(ports, { ...target, tag: first.tag }),
    images: images.map(({ name, tag }) => ({ reference: name, tag })),
    platforms: source.platforms && [...source.platforms],
    referrers: source.referrers,
  } as const;
  const work: RunWork<'copy'> = async (control, report) => {
    const { stopped, ...copied } = await carryOut(ports, order, control, report);
    return { result: { kind: 'copy', digest: first.digest, ...copied }, stopped };
  };
  // What arrived is not copied twice.
  const rest = (result: RunResult | undefined): CopyOrder => {
    const copied = new Set(result?.kind === 'copy' ? result.images.flatMap(({ tag, state }) => (state === 'copied' ? [tag] : [])) : []);
    return { ...order, images: images.filter(({ tag }) => !copied.has(tag)) };
  };
  return ports.runs.start(about, work, (result) => runCopy(ports, rest(result)));
}
