import { isOneTag, type Watch, type WatchChange } from '../../shared/contract/watch.ts';
import { asValue, isFailure } from '../../shared/errors.ts';
import { type Due, isAbout, type Look } from './look.ts';
import type { SavedWatch } from './watch-file.ts';
import { type Seen, seenAfter, whatChanged } from './what-changed.ts';

/** A watch with what was seen for it. */
export type Kept = Omit<SavedWatch, 'seen'> & { readonly seen: Seen | undefined };

export type Place = Pick<Watch, 'connectionId' | 'repository'>;

export const keptOf = ({ seen, ...watch }: SavedWatch): Kept => ({ ...watch, seen: seen && new Map(seen) });
export const savedOf = ({ seen, ...watch }: Kept): SavedWatch => ({ ...watch, ...(seen ? { seen: [...seen] } : {}) });

export const isAt = (watch: Place, { connectionId, repository }: Place): boolean =>
  watch.connectionId === connectionId && watch.repository === repository;

/** A watch without what was seen at another registry, where the connection leads elsewhere by now. */
export function ofOrigin(watch: Kept, origin: string): Kept {
  if (watch.origin === origin) return watch;
  return { ...watch, origin, checked: 0, seen: undefined, unread: [], failed: 0, isCut: false, tooMany: 0 };
}

const shownFailure = (error: unknown): { failure?: NonNullable<Kept['failure']> } => (isFailure(error) ? { failure: asValue(error) } : {});

/** One watch that was looked at for. */
function afterLook(
  { failure: _before, ...watch }: Kept,
  { isFull }: Due,
  result: Look,
  mine: ReadonlyMap<string, string | null>,
  now: number,
): Kept {
  const { names, cut, notListed } = result;
  if (cut && !cut.isBegun) return { ...watch, isCut: true, ...shownFailure(cut.error) };
  const tooMany = result.tooMany.get(watch.id) ?? 0;
  if (tooMany > 0) return { ...watch, tooMany, checked: now, seen: undefined, unread: [], failed: 0, isCut: false };
  // Known by their names from the first list on: what comes after it is new.
  const known = watch.seen ?? (names && new Map(names.filter((tag) => isAbout(watch, tag)).map((tag) => [tag, ''])));
  const unread = [...result.unread].filter((tag) => isAbout(watch, tag));
  const failed = [...result.failed.keys()].filter((tag) => isAbout(watch, tag));
  const isCut = cut !== undefined && unread.length > 0;
  const notSeen = isOneTag(watch.pattern) ? undefined : notListed;
  return {
    ...watch,
    checked: isFull ? now : watch.checked,
    seen: known || mine.size > 0 ? seenAfter(known, mine) : undefined,
    unread,
    failed: failed.length + (isFull ? 0 : watch.failed),
    isCut,
    tooMany: 0,
    ...shownFailure(isCut ? cut.error : (notSeen ?? result.failed.get(failed[0] ?? ''))),
  };
}

type Looked = { readonly place: Place; readonly due: readonly Due[]; readonly result: Look; readonly now: number };

/**
 * What is known after a look, and what changed, each change once. An answer counts for every watch of the repository, also for one that was not due or is
 * paused: it would else find the same change later. Pure.
 */
export function settle(watches: readonly Kept[], { place, due, result, now }: Looked): { watches: Kept[]; changes: WatchChange[] } {
  const found = new Map<string, WatchChange>();
  const after = watches.map((watch): Kept => {
    if (!isAt(watch, place)) return watch;
    const mine = new Map([...result.answers].filter(([tag]) => isAbout(watch, tag)));
    for (const change of whatChanged(watch.seen, mine)) found.set(change.tag, { ...place, ...change, at: now });
    const own = due.find(({ watch: { id } }) => id === watch.id);
    if (own) return afterLook(watch, own, result, mine, now);
    return watch.seen ? { ...watch, seen: seenAfter(watch.seen, mine) } : watch;
  });
  return { watches: after, changes: [...found.values()] };
}
