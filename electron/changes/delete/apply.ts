import { randomUUID } from 'node:crypto';
import type { DeleteItem, DeletePlan, DeletePurpose } from '../../../shared/contract/delete.ts';
import type { RunResult } from '../../../shared/contract/runs.ts';
import { deletable, isReferrerList, isUntagged, namesIn, nameToConfirm, tagsOf, untaggedIn } from '../../../shared/deletion.ts';
import { Failure } from '../../../shared/errors.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { endOfDelete, watched } from '../core/outcome.ts';
import { type DeleteAbilities, type Way, wayOf } from '../core/probe.ts';
import { type Begin, recorded, writableClient } from '../core/recorded.ts';
import { readReferrers } from '../core/referrers.ts';
import type { RunControl, RunReport } from '../core/run-work.ts';
import { listTags } from '../core/scan.ts';
import type { StepLog } from '../core/step-log.ts';
import { itemsLeft } from './broken-off.ts';
import { deleteGroups } from './groups.ts';
import { type DeletePorts, plansOf } from './plans.ts';

export type DeleteOrder = {
  readonly planId: string;
  readonly whole: boolean;
  /** Also deletes the signatures and the like of the images. */
  readonly withReferrers: boolean;
  /** Protected names and the name of what is deleted from, as the person typed them. */
  readonly typed: readonly string[];
  readonly confirmation: string;
};

/** One repository of a run: what is deleted there, and whether it is one tag or image alone. */
type Part = {
  readonly connectionId: string;
  readonly plan: DeletePlan;
  readonly isAlone: boolean;
  /** The same for every repository of the run, where there are several. */
  readonly group?: string;
};

/** @throws Failure CONFLICT where a name that has to be typed was not. */
function checkConfirmed(
  ports: DeletePorts,
  connectionId: string,
  plans: readonly DeletePlan[],
  { typed, confirmation }: DeleteOrder,
): void {
  const { name, protectedTags, production } = ports.clients.connection(connectionId);
  const expected = nameToConfirm(plans, { name, production });
  if (expected !== undefined && confirmation !== expected) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: expected });
  const released = new Set(typed);
  // Names may have become protected since the plan was made.
  const guarded = namesIn(plans, (plan) => protectedOf(tagsOf(plan), protectedTags));
  const untyped = guarded.find((tag) => !released.has(tag));
  if (untyped !== undefined) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: untyped });
}

/** Starts the run that deletes what was planned; its id. @throws Failure where it may not begin. */
export function applyPlan(ports: DeletePorts, order: DeleteOrder): { runId: string } {
  const { connectionId, purpose, isAlone, untagOnly, plans } = plansOf(ports, order);
  writableClient(ports, connectionId);
  const parts = deletable(plans).map((plan) => (order.withReferrers ? plan : { ...plan, referrers: [] }));
  const [first] = parts;
  if (!first) throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'refused' });
  checkConfirmed(ports, connectionId, plans, order);
  const { name: connection, sample } = ports.clients.connection(connectionId);
  const freesSpace = !sample && parts.some(({ groups }) => groups.some(({ how }) => how === 'image'));
  const tags = parts.flatMap(tagsOf);
  const repository = parts.length === 1 ? first.repository : null;
  const named = { tag: tags[0] ?? '', count: tags.length, ...untaggedIn(tags) };
  const about = { kind: purpose, connectionId, connection, repository, ...named, untagOnly } as const;
  const runId = ports.runs.start<DeletePurpose>(about, async (run, report) => {
    const progress = tally(report, tags.length, {
      kind: purpose,
      isAlone,
      freesSpace,
      unit: named.untagged === undefined ? 'tags' : 'items',
    });
    const group = parts.length > 1 ? { group: randomUUID() } : {};
    await deleteParts(
      ports,
      parts.map((plan) => ({ connectionId, plan, isAlone, ...group })),
      run,
      progress,
    );
    return { result: progress.result(), stopped: run.signal.aborted };
  });
  return { runId };
}

type Job = Parameters<typeof deleteGroups>[0];
type Result = Extract<RunResult, { kind: DeletePurpose }>;
type Tally = Required<Pick<Job, 'onStep' | 'onEmpty' | 'onProven' | 'onLost'>> & {
  readonly report: RunReport;
  readonly items: (items: readonly DeleteItem[]) => void;
  /** Results of signatures and the like, which are not counted as tags; the lists of them are not counted at all. */
  readonly referrers: (items: readonly DeleteItem[], isList: (tag: string) => boolean) => void;
  /** The result of the run. */
  readonly result: () => Result;
};

type TallyOptions = {
  readonly kind: DeletePurpose;
  readonly isAlone: boolean;
  readonly freesSpace: boolean;
  readonly unit: 'tags' | 'items';
};

/** Counts results and reports the progress of the run. */
function tally(report: RunReport, total: number, { kind, isAlone, freesSpace, unit }: TallyOptions): Tally {
  let done = 0;
  let counted: Result = { kind, deleted: 0, total, problems: 0, notTried: 0, proven: 0, emptied: false, freesSpace: false };
  const tell = (more: object = {}): void => report.progress({ phase: 'work', done: Math.min(done, total), total, unit, ...more });
  tell();
  return {
    report,
    items: (items) => {
      const clean = items.filter(({ state, failure }) => state === 'deleted' && failure === undefined).length;
      const notTried = counted.notTried + items.filter(({ state }) => state === 'not-tried').length;
      const deleted = counted.deleted + items.filter(({ state }) => state === 'deleted').length;
      done += items.filter(({ state }) => state !== 'lost' && state !== 'vanished').length;
      counted = { ...counted, deleted, notTried, problems: counted.problems + items.length - clean, freesSpace: freesSpace && deleted > 0 };
      report.items(items);
      tell();
    },
    referrers: (items, isList) => {
      const problems = items.filter(({ state, failure }) => state !== 'deleted' || failure !== undefined);
      const deleted = items.filter((item) => !problems.includes(item) && !isList(item.tag)).length;
      const referrers = (counted.referrers ?? 0) + deleted;
      counted = { ...counted, referrers, problems: counted.problems + problems.length };
      report.items(items);
    },
    onStep: (step, read) => {
      if (!isAlone) return;
      if (read) report.progress({ phase: 'read', ...read, unit: 'tags', step });
      else tell({ step });
    },
    onEmpty: () => {
      counted = { ...counted, emptied: true };
    },
    onLost: (lost) => {
      counted = { ...counted, lost };
    },
    onProven: (count) => {
      counted = { ...counted, proven: counted.proven + count };
    },
    result: () => counted,
  };
}

/** Deletes in one repository after the other, one change each. A repository where it cannot begin, or breaks off, does not stop the others. */
async function deleteParts(ports: DeletePorts, parts: readonly Part[], run: RunControl, progress: Tally): Promise<void> {
  for (const part of parts) {
    const told = new Set<string>();
    const touched = new Set<string>();
    const items: Tally['items'] = (some) => {
      for (const { tag } of some) told.add(tag);
      progress.items(some);
    };
    try {
      await deletePart(ports, part, run, { ...progress, items }, touched);
    } catch (error) {
      const left = itemsLeft(part.plan.repository, tagsOf(part.plan), { told, touched }, error);
      const isAllOfIt = parts.length === 1 && told.size === 0;
      if (isAllOfIt || left.length === 0 || !(error instanceof Failure)) throw error;
      progress.items(left);
    }
  }
}

/** How single tags are deleted. @throws Failure where what was planned cannot be done here. */
function wayFor(client: RegistryClient, abilities: DeleteAbilities, { groups }: DeletePlan): Way {
  const { tagsFirst } = client.product;
  // What has no tag is deleted by its digest, and the way of tags is not taken.
  const isBare = groups.every(isUntagged) && abilities.byDigest === 'works';
  const way = isBare ? 'tag-delete' : wayOf(abilities, tagsFirst);
  const needsDigest = !way || way === 'placeholder' || groups.some(({ how }) => how === 'image');
  if (tagsFirst && !way) throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'product-only' });
  if (needsDigest && abilities.byDigest === 'no-permission')
    throw new Failure('FORBIDDEN', { host: client.host, action: 'delete', by: 'registry' });
  if (!way || (needsDigest && abilities.byDigest !== 'works')) throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'refused' });
  return way;
}

/** What the history records before the first request. */
function beginOf({ connectionId, plan, isAlone, group }: Part): Begin {
  const { repository, groups } = plan;
  const all = [...groups, ...plan.referrers];
  const moves = all.flatMap(({ digest, tags }) => tags.map((tag) => ({ tag, before: digest, after: null })));
  const bare = plan.referrers.flatMap(({ digest, tags }) => (tags.length === 0 ? [{ reference: digest, digest, artifactType: '' }] : []));
  const referrers = [...groups.flatMap((deleted) => deleted.referrers), ...bare];
  const images = all.flatMap(({ how, digest }) => (how === 'image' ? [digest] : []));
  const what = isAlone ? (images.length > 0 ? 'delete-image' : 'delete-tag') : 'delete-many';
  return { connectionId, repository, what, tag: moves[0]?.tag ?? '', moves, referrers, images, ...(group === undefined ? {} : { group }) };
}

/** Where one image is deleted alone, its referrers are read again right before. */
async function withReferrers(client: RegistryClient, { plan, ...part }: Part): Promise<Part> {
  const read = async (group: DeletePlan['groups'][number]) =>
    group.how === 'image' ? { ...group, referrers: await readReferrers(client, plan.repository, group.digest) } : group;
  return part.isAlone ? { ...part, plan: { ...plan, groups: await Promise.all(plan.groups.map(read)) } } : { ...part, plan };
}

/** Whether the repository has no tag left; false where that is not certain. */
async function hasNoTags(client: RegistryClient, repository: string): Promise<boolean> {
  const { names, capped } = await listTags(client, repository, undefined).catch(() => ({ names: [''], capped: true }));
  return names.length === 0 && !capped;
}

/** Deletes in one repository. Tags about which a deciding request is sent are added to `touched`. */
async function deletePart(ports: DeletePorts, planned: Part, run: RunControl, progress: Tally, touched: Set<string>): Promise<void> {
  const { connectionId, isAlone } = planned;
  const { repository } = planned.plan;
  const client = writableClient(ports, connectionId);
  const { protectedTags } = ports.clients.connection(connectionId);
  const way = wayFor(client, await ports.probe.ask(client, connectionId, repository, undefined), planned.plan);
  const part = await withReferrers(client, planned);
  const { groups, referrers } = part.plan;
  const ofReferrers = new Map(referrers.flatMap((one) => [one.digest, ...one.tags].map((name) => [name, isReferrerList(one)])));
  const cache = await ports.summaries.of(connectionId, repository);
  const { onStep, onEmpty, onProven, onLost } = progress;
  const knownHolders = (digests: readonly string[]) => ports.knownHolders({ connectionId, repository }, digests);
  const found = { client, repository, groups, referrerGroups: referrers, way, trash: ports.trash, cache, knownHolders };
  const job = { ...found, run, reachAgain: ports.reachAgain, protectedTags, isAlone, onStep, onEmpty, onProven, onLost };
  const begin = beginOf(part);
  const work = async (recording: StepLog) => {
    const { stepLog } = watched(recording, begin.moves, touched);
    const all: DeleteItem[] = [];
    await deleteGroups({ ...job, stepLog }, (items) => {
      all.push(...items);
      progress.items(items.filter(({ tag }) => !ofReferrers.has(tag)));
      progress.referrers(
        items.filter(({ tag }) => ofReferrers.has(tag)),
        (tag) => ofReferrers.get(tag) === true,
      );
    });
    // The tags of its referrers were still there when the image alone was asked about.
    if (isAlone && referrers.length > 0 && (await hasNoTags(client, repository))) onEmpty();
    return { result: undefined, state: endOfDelete(all) };
  };
  await recorded(ports, begin, work, progress.report.change);
}
