import { movesTags } from '../../../shared/change.ts';
import type { Move, StepRequest } from '../../../shared/contract/history.ts';
import { isDigest } from '../../../shared/oci/digest.ts';

/** How far a change came, from its steps that were answered: where each of its tags points by them. A proof needs the registry. */
export class DoneTags {
  private readonly moves = new Map<string, Move>();
  private readonly now = new Map<string, string | null>();
  /** The tags on each digest. */
  private readonly on = new Map<string, Set<string>>();

  move(move: Move): void {
    this.moves.set(move.tag, move);
    this.point(move.tag, move.before);
  }

  /** A step that the registry answered with success. */
  step(request: StepRequest): void {
    if (!movesTags(request)) return;
    const { method, reference, digest = null } = request;
    if (!isDigest(reference)) this.point(reference, method === 'DELETE' ? null : digest);
    // Deleting a digest deletes the tags that point to it.
    else if (method === 'DELETE') for (const tag of [...(this.on.get(reference) ?? [])]) this.point(tag, null);
  }

  /** The tags that point where the change was to put them. */
  get count(): number {
    return [...this.moves.values()].filter(({ tag, before, after }) => before !== after && this.now.get(tag) === after).length;
  }

  private point(tag: string, digest: string | null): void {
    const before = this.now.get(tag);
    if (before) this.on.get(before)?.delete(tag);
    this.now.set(tag, digest);
    if (digest === null) return;
    const tags = this.on.get(digest) ?? new Set<string>();
    this.on.set(digest, tags.add(tag));
  }
}
