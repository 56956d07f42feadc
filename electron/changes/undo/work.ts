import type { Change, EndState, UndoMove } from '../../../shared/contract/history.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import type { RunControl, RunReport } from '../core/run-work.ts';
import type { Removal } from '../delete/within-change.ts';
import { spaced } from './plan.ts';

/** The work on one change: how it is paused and stopped, and where it reports its progress. */
export type Work = { readonly run: RunControl; readonly report: Pick<RunReport, 'progress' | 'change'> };

/** Reports how many tags and images were checked. */
export const reading = ({ report }: Work): ((done: number, total: number) => void) =>
  spaced((done, total) => report.progress({ phase: 'read', done, total, unit: 'tags' }));

/** The result of an undo. `restored`: tags that point to their earlier image again; `removed`: tags that were new and are removed. */
export type Settled = { readonly change: Change; readonly stopped: boolean; readonly restored: number; readonly removed: number };

/** What restored nothing. */
export const settledAs = (change: Change, stopped = false): Settled => ({ change, stopped, restored: 0, removed: 0 });

/** Counts the tags that are done, of `total`. */
export function counter({ report }: Work, total: number): (more: number) => void {
  let done = 0;
  return (more) => {
    done += more;
    report.progress({ phase: 'work', done: Math.min(done, total), total, unit: 'tags' });
  };
}

/** A tag that was not changed: someone has moved it, its content was not found, or it cannot be removed. */
const isLeftOut = ({ action }: UndoMove): boolean => action === 'moved' || action === 'lost' || action === 'kept';

/** How completed work ends the change: `partly` where tags were left out. */
export const endOf = (moves: readonly UndoMove[], whole: 'done' | 'restored'): EndState => (moves.some(isLeftOut) ? 'partly' : whole);

/** The state of a change that waits for a decision after the work on it was stopped. */
export const waitingState = ({ state }: Change): 'unknown' | 'interrupted' => (state === 'unknown' ? 'unknown' : 'interrupted');

/** Tags to remove, by the image that they point to, in the order of the change. A manifest that its digest names is removed itself. */
export function removalsOf(tags: readonly { readonly tag: string; readonly digest: string }[], known: ReadonlySet<string>): Removal[] {
  const images = new Set([...known, ...tags.flatMap(({ tag }) => (isDigest(tag) ? [tag] : []))]);
  const by = new Map<string, string[]>([...images].map((digest) => [digest, []]));
  for (const { tag, digest } of tags) {
    if (isDigest(tag)) continue;
    const own = by.get(digest);
    if (own) own.push(tag);
    else by.set(digest, [tag]);
  }
  return [...by].map(([digest, own]) => ({ digest, tags: own, isImage: images.has(digest) }));
}
