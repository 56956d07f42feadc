import type { WatchChange } from '../../shared/contract/watch.ts';

/** Tags and the digests that they pointed to; an empty digest is that of a tag which is known to be there and was not asked for yet. */
export type Seen = ReadonlyMap<string, string>;

/** What was answered: a digest, or null for a tag that is not there. A tag that was not asked for is not in it. */
export type Answers = ReadonlyMap<string, string | null>;

export type TagChange = Pick<WatchChange, 'tag' | 'kind' | 'before' | 'after'>;

/** What changed between two looks. Without a look before there is nothing to compare with. Pure. */
export function whatChanged(before: Seen | undefined, now: Answers): TagChange[] {
  if (!before) return [];
  return [...now].flatMap(([tag, after]): TagChange[] => {
    const was = before.get(tag);
    if (after === null) return was === undefined ? [] : [{ tag, kind: 'vanished', before: was === '' ? null : was, after }];
    if (was === undefined) return [{ tag, kind: 'appeared', before: null, after }];
    return was === '' || was === after ? [] : [{ tag, kind: 'moved', before: was, after }];
  });
}

/** What is known after a look. Pure. */
export function seenAfter(before: Seen | undefined, now: Answers): Map<string, string> {
  const seen = new Map(before);
  for (const [tag, digest] of now) {
    if (digest === null) seen.delete(tag);
    else seen.set(tag, digest);
  }
  return seen;
}
