import type { Change, Move, Referrer, UndoPlan as ShownPlan, UndoMove } from '../../../shared/contract/history.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';
import { registryBase } from '../../../shared/oci/reference.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { limits } from '../../registry/http/limits.ts';
import { pool } from '../../registry/pool.ts';
import type { ChangePorts, ChangeRecord } from '../core/ports.ts';
import type { Trash } from '../core/trash.ts';
import { isPlaceholder } from '../delete/placeholder.ts';
import { wayToRemove } from '../delete/within-change.ts';

const WIDTH = 6;
const MAX_NESTING = 4;

export type UndoQuestion = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly trash: Trash;
  /** Ends the reading. A tag that is being restored is restored to its end. */
  readonly signal?: AbortSignal | undefined;
};

/** What undoing a change would do, in full. */
export type UndoPlan = Omit<ShownPlan, 'tags' | 'toType'>;

/** Tags and digests of a plan that are sent to a page. */
const SHOWN = 200;

/** A plan as it is sent to a page: of thousands of tags only the first. */
export const shownPlan = (plan: UndoPlan, toType: ShownPlan['toType']): ShownPlan => ({
  ...plan,
  toType,
  tags: plan.moves.length,
  moves: plan.moves.slice(0, SHOWN),
  referrers: plan.referrers.slice(0, SHOWN),
  missing: plan.missing.slice(0, SHOWN),
});

type Progress = (done: number, total: number) => void;

/** Tags between two reports of progress. */
const EVERY = 25;

/** Tells of some of the steps, and of the last. */
export const spaced =
  (tell: Progress): Progress =>
  (done, total) => {
    if (done % EVERY === 0 || done === total) tell(done, total);
  };

/** What undoing a change would do to one tag, from where it points now. */
async function planMove(question: UndoQuestion, { tag, before, after }: Move): Promise<UndoMove> {
  const { client, repository, trash, signal } = question;
  const now = (await client.head(repository, tag, signal))?.digest ?? null;
  const move = { tag, before, after, now };
  if (now === before) {
    // A registry may have deleted the digest and left the tag on it: then the digest is restored.
    const isWhole = before === null || (await client.head(repository, before, signal)) !== undefined || !(await trash.load(before));
    return { ...move, action: isWhole ? 'none' : 'restore' };
  }
  // A tag that was to be kept, which could not be proven.
  if (before === after) return { ...move, action: now === null ? 'restore' : 'moved' };
  // An interrupted delete leaves the tag on an empty image of ours.
  const isOurs = now === after || (now !== null && (await isPlaceholder(client, repository, { digest: now, tag }, signal)));
  if (!isOurs) return { ...move, action: 'moved' };
  return { ...move, action: before === null ? 'remove' : 'restore' };
}

/** Digests of what a manifest needs and the registry no longer has. A child that is in the trash counts as found where its content is. */
async function missingOf(question: UndoQuestion, raw: RawManifest, nesting = 0): Promise<string[]> {
  const { client, repository, trash, signal } = question;
  const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
  const missing: string[] = [];
  if (manifest.kind === 'index') {
    for (const { digest } of manifest.manifests) {
      if (await client.head(repository, digest, signal)) continue;
      const kept = await trash.load(digest);
      if (!kept || nesting >= MAX_NESTING) missing.push(digest);
      else missing.push(...(await missingOf(question, kept, nesting + 1)));
    }
    return missing;
  }
  if (manifest.kind !== 'image' && manifest.kind !== 'artifact') return missing;
  const blobs = [...new Set([...(manifest.config ? [manifest.config.digest] : []), ...manifest.layers.map(({ digest }) => digest)])];
  await pool(
    WIDTH,
    () => blobs.pop(),
    async (digest) => {
      if (!(await client.blobs.has(repository, digest, signal))) missing.push(digest);
    },
  );
  return missing;
}

/**
 * One move a tag. Moves that follow each other are one: a list of referrers may have been written several times. Of others the first counts:
 * it is what was to be done.
 */
export function joined(moves: readonly Move[]): Move[] {
  const all = new Map<string, Move>();
  for (const move of moves) {
    const known = all.get(move.tag);
    if (!known) all.set(move.tag, move);
    else if (known.after !== null && known.after === move.before) all.set(move.tag, { ...known, after: move.after });
    // Someone else wrote the list before this change did: the change to their version counts.
    else if (subjectOf(move.tag) !== undefined) all.set(move.tag, move);
  }
  return [...all.values()];
}

/** Where each tag of a change points now and what undoing would do to it, a few at once. */
export async function planMoves(question: UndoQuestion, change: Pick<ChangeRecord, 'moves'>, onProgress: Progress): Promise<UndoMove[]> {
  const moves = joined(change.moves);
  const planned = new Map<string, UndoMove>();
  const waiting = [...moves].reverse();
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (move) => {
      planned.set(move.tag, await planMove(question, move));
      onProgress(planned.size, moves.length);
    },
  );
  return moves.flatMap(({ tag }) => planned.get(tag) ?? []);
}

/** What is missing of each image that is to be restored; empty where nothing is. */
async function missingByImage(
  question: UndoQuestion,
  planned: readonly UndoMove[],
  onDone: (images: number) => void,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const missing = new Map<string, string[]>();
  const waiting = [...new Set(planned.flatMap(({ action, before }) => (action === 'restore' && before ? [before] : [])))].reverse();
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (digest) => {
      missing.set(digest, await missingFor(question, digest));
      onDone(missing.size);
    },
  );
  return missing;
}

/** Why a plan with these moves undoes nothing; undefined where it undoes something. */
function obstacleOf(moves: readonly UndoMove[]): UndoPlan['obstacle'] {
  const has = (action: UndoMove['action']): boolean => moves.some((move) => move.action === action);
  if (has('restore') || has('remove')) return undefined;
  if (has('lost')) return 'content-deleted';
  return has('kept') ? 'cannot-remove' : 'nothing-left';
}

/** What undoing a change would do now, and what of it is no longer possible: content may have been deleted by garbage collection. */
export async function planUndo(
  question: UndoQuestion,
  change: Pick<ChangeRecord, 'moves' | 'referrers'>,
  mayRemove: () => Promise<boolean>,
  onProgress: Progress = () => {},
): Promise<UndoPlan> {
  const images = new Set(change.moves.flatMap(({ before }) => before ?? [])).size;
  const total = change.moves.length + images;
  const planned = await planMoves(question, change, (done) => onProgress(done, total));
  const missing = await missingByImage(question, planned, (done) => onProgress(change.moves.length + done, total));
  const isRemovable = planned.some(({ action }) => action === 'remove') && (await mayRemove());
  // A tag that cannot be undone does not keep the others from it.
  const moves = planned.map((move): UndoMove => {
    if (move.action === 'restore' && (missing.get(move.before ?? '')?.length ?? 0) > 0) return { ...move, action: 'lost' };
    return move.action === 'remove' && !isRemovable ? { ...move, action: 'kept' } : move;
  });
  const restores = moves.some(({ action }) => action === 'restore');
  // One that has a tag of its own in the change is restored with the tags.
  const own = new Set(change.moves.map(({ tag }) => tag));
  const bare = [...new Map(change.referrers.map((entry) => [entry.reference, entry])).values()].filter(
    ({ reference }) => !own.has(reference),
  );
  const referrers = restores ? await referrersToRestore(question, bare) : [];
  const obstacle = obstacleOf(moves);
  return { moves, referrers, missing: [...new Set([...missing.values()].flat())], ...(obstacle ? { obstacle } : {}) };
}

/** What is missing of one manifest that is to be restored. */
async function missingFor(question: UndoQuestion, digest: string): Promise<string[]> {
  const kept = await question.trash.load(digest);
  if (kept) return missingOf(question, kept);
  const head = await question.client.head(question.repository, digest, question.signal);
  // A manifest that is too large to be read cannot be restored.
  return head && head.size <= limits.manifest.bytes ? [] : [digest];
}

/** Referrers that were deleted with their image and can be restored: they are in the trash, and the registry has their content. */
async function referrersToRestore(question: UndoQuestion, referrers: readonly Referrer[]): Promise<Referrer[]> {
  const found: Referrer[] = [];
  for (const entry of referrers) {
    if (await question.client.head(question.repository, entry.reference, question.signal)) continue;
    const kept = await question.trash.load(entry.digest);
    if (kept && (await missingOf(question, kept)).length === 0) found.push(entry);
  }
  return found;
}

/** Whether the registry is now saved with another address than the change was made at. What answers there may be another registry. */
export function isElsewhere(ports: ChangePorts, { connection }: Pick<Change, 'connection'>): boolean {
  const saved = ports.clients.find(connection.id);
  // The sample gets another port with each start.
  return saved !== undefined && !saved.sample && registryBase(saved.url) !== registryBase(connection.url);
}

export function questionOf(ports: ChangePorts, { connection, repository }: Change, signal?: AbortSignal): UndoQuestion {
  return { client: ports.clients.of(connection.id), repository, trash: ports.trash, signal };
}

/** What undoing a recorded change would do now. @throws Failure; the signal's reason. */
export async function planOf(
  ports: ChangePorts,
  change: ChangeRecord,
  signal: AbortSignal | undefined,
  onProgress: Progress,
): Promise<UndoPlan> {
  const connection = ports.clients.find(change.connection.id);
  if (!connection) return { moves: [], referrers: [], missing: [], obstacle: 'registry-removed' };
  if (isElsewhere(ports, change)) return { moves: [], referrers: [], missing: [], obstacle: 'other-address' };
  const isReadOnly = ports.clients.isReadOnly(connection.id);
  const mayRemove = async (): Promise<boolean> => {
    const place = { connectionId: connection.id, repository: change.repository };
    return !isReadOnly && (await wayToRemove(ports, place, signal)) !== undefined;
  };
  const plan = await planUndo(questionOf(ports, change, signal), change, mayRemove, onProgress);
  // A change that never got to a tag has nothing to undo: where its tags point now is the work of a later one.
  if (!change.movedTags) return { ...plan, obstacle: 'nothing-left' };
  return isReadOnly ? { ...plan, obstacle: 'read-only' } : plan;
}
