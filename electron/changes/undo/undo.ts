import type { Change, Referrer, UndoMove, UndoPlan } from '../../../shared/contract/history.ts';
import { Failure } from '../../../shared/errors.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { limits } from '../../registry/http/limits.ts';
import { manifestOf } from '../../registry/manifest-of.ts';
import { pool } from '../../registry/pool.ts';
import { putBack } from '../core/prove.ts';
import { checkTag } from '../core/put-tag.ts';
import type { StepLog } from '../core/step-log.ts';
import type { Trash } from '../core/trash.ts';
import { isPlaceholder } from '../delete/placeholder.ts';

const WIDTH = 6;
const MAX_NESTING = 4;

export type UndoQuestion = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly trash: Trash;
  /** Ends the reading; what is being restored is not broken off. */
  readonly signal?: AbortSignal | undefined;
};

type Progress = (done: number, total: number) => void;

/** What undoing a change would do to one tag, from where it points now. */
async function planMove(question: UndoQuestion, { tag, before, after }: Change['moves'][number]): Promise<UndoMove> {
  const { client, repository, trash, signal } = question;
  const now = (await client.head(repository, tag, signal))?.digest ?? null;
  const move = { tag, before, after, now };
  if (now === before) {
    // A registry may have dropped the digest and left the tag on it: then the digest is what is restored.
    const isWhole = before === null || (await client.head(repository, before, signal)) !== undefined || !(await trash.load(before));
    return { ...move, action: isWhole ? 'none' : 'restore' };
  }
  // One that was to stay, and could not be proven to have.
  if (before === after) return { ...move, action: now === null ? 'restore' : 'moved' };
  // An interrupted removal leaves the tag on an empty image of ours.
  const isOurs = now === after || (now !== null && (await isPlaceholder(client, repository, { digest: now, tag }, signal)));
  if (!isOurs) return { ...move, action: 'moved' };
  return { ...move, action: before === null ? 'remove' : 'restore' };
}

/** Digests of what a manifest needs and the registry has no more; children that were kept here count as there once what they need is. */
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
function joined(moves: Change['moves']): Change['moves'] {
  const all = new Map<string, Change['moves'][number]>();
  for (const move of moves) {
    const known = all.get(move.tag);
    if (!known) all.set(move.tag, move);
    else if (known.after !== null && known.after === move.before) all.set(move.tag, { ...known, after: move.after });
    // Somebody else wrote the list before it was to be written: what was made of theirs counts.
    else if (subjectOf(move.tag) !== undefined) all.set(move.tag, move);
  }
  return [...all.values()];
}

/** Where each tag of a change is now and what undoing would do to it, a few at once. */
export async function planMoves(question: UndoQuestion, change: Pick<Change, 'moves'>, onProgress: Progress): Promise<UndoMove[]> {
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

/** What undoing a change would do now, and whether it still can: content that was collected as garbage cannot be brought back. */
export async function planUndo(
  question: UndoQuestion,
  change: Change,
  mayRemove: () => Promise<boolean>,
  onProgress: Progress = () => {},
): Promise<UndoPlan> {
  const images = new Set(change.moves.flatMap(({ before }) => before ?? [])).size;
  const total = change.moves.length + images;
  const planned = await planMoves(question, change, (done) => onProgress(done, total));
  const gone = new Map<string, string[]>();
  const waiting = [...new Set(planned.flatMap(({ action, before }) => (action === 'restore' && before ? [before] : [])))].reverse();
  await pool(
    WIDTH,
    () => waiting.pop(),
    async (digest) => {
      gone.set(digest, await missingFor(question, digest));
      onProgress(change.moves.length + gone.size, total);
    },
  );
  const removable = planned.some(({ action }) => action === 'remove') && (await mayRemove());
  // What cannot be undone keeps nothing else from it.
  const moves = planned.map((move): UndoMove => {
    if (move.action === 'restore' && (gone.get(move.before ?? '')?.length ?? 0) > 0) return { ...move, action: 'lost' };
    return move.action === 'remove' && !removable ? { ...move, action: 'stays' } : move;
  });
  const restores = moves.some(({ action }) => action === 'restore');
  const referrers = restores ? await referrersToRestore(question, change.referrers) : [];
  const plan = { moves, referrers, missing: [...new Set([...gone.values()].flat())] };
  if (restores || moves.some(({ action }) => action === 'remove')) return plan;
  if (moves.some(({ action }) => action === 'lost')) return { ...plan, obstacle: 'content-gone' };
  return { ...plan, obstacle: moves.some(({ action }) => action === 'stays') ? 'cannot-remove' : 'nothing-left' };
}

/** What is missing of one manifest that is wanted back. */
async function missingFor(question: UndoQuestion, digest: string): Promise<string[]> {
  const kept = await question.trash.load(digest);
  if (kept) return missingOf(question, kept);
  const head = await question.client.head(question.repository, digest, question.signal);
  // What is too large to be read cannot be put anywhere.
  return head && head.size <= limits.manifest.bytes ? [] : [digest];
}

/** What went along with an image and can come back with it: it was kept, and its content is still there. */
async function referrersToRestore(question: UndoQuestion, referrers: readonly Referrer[]): Promise<Referrer[]> {
  const found: Referrer[] = [];
  for (const entry of referrers) {
    if (await question.client.head(question.repository, entry.reference, question.signal)) continue;
    const kept = await question.trash.load(entry.digest);
    if (kept && (await missingOf(question, kept)).length === 0) found.push(entry);
  }
  return found;
}

/** The bytes of a digest: as they were kept, or as the registry still has them. */
async function bytesOf({ client, repository, trash }: UndoQuestion, digest: string, tag?: string): Promise<RawManifest> {
  return (await trash.load(digest)) ?? manifestOf(client, repository, { digest, tag });
}

/** Puts the children that are gone back before their index. */
async function putChildren(question: UndoQuestion, raw: RawManifest, stepLog: StepLog, nesting = 0): Promise<void> {
  const { client, repository } = question;
  const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
  if (manifest.kind !== 'index' || nesting > MAX_NESTING) return;
  for (const { digest } of manifest.manifests) {
    if (await client.head(repository, digest)) continue;
    const child = await bytesOf(question, digest);
    await putChildren(question, child, stepLog, nesting + 1);
    const request = { method: 'PUT', reference: digest, digest, mediaType: child.mediaType, why: 'child' } as const;
    await stepLog.step(request, () => client.putManifest(repository, digest, child));
  }
}

/**
 * Restores one tag from where the plan saw it (`seen`): children first, the same bytes, proven by a HEAD. @throws Failure CONFLICT when it was
 * moved since or where nobody answers any more, UNSUPPORTED where the registry does not take it.
 */
export async function restore(
  question: UndoQuestion,
  tag: string,
  { digest, seen }: { readonly digest: string; readonly seen: string | null },
  stepLog: StepLog,
): Promise<void> {
  const { client, repository } = question;
  const raw = await bytesOf(question, digest, tag);
  await putChildren(question, raw, stepLog);
  // The check comes last, so that nothing is between it and the deed.
  await checkTag({ client, repository, tag, expected: seen });
  const end = await putBack(client, repository, tag, raw, stepLog);
  if (end === 'unknown') throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
  if (end === 'refused') throw new Failure('UNSUPPORTED', { feature: 'put-back', why: 'refused' });
}
