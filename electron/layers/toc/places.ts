import { type FilePlace, type PlacePart, TocRefusal } from './toc.ts';

type Span = Pick<PlacePart, 'from' | 'to' | 'skip' | 'size'>;

const inOrder = (a: Span, b: Span): number => a.from - b.from || a.skip - b.skip;

/** Checks a part by the one before it, in their order. */
function check(before: Span | undefined, { from, to, skip }: Span, end: number): void {
  if (from < 0 || to <= from || to > end || skip < 0) throw new TocRefusal('position');
  if (!before) return;
  const isApart = from === before.from ? to === before.to && skip >= before.skip + before.size : from >= before.to;
  if (!isApart) throw new TocRefusal('overlap');
}

function checkSorted(places: ReadonlyMap<string, FilePlace>, end: number): void {
  const spans: Span[] = [];
  for (const { parts } of places.values()) for (const part of parts) spans.push(part);
  spans.sort(inOrder);
  for (const [i, span] of spans.entries()) check(spans[i - 1], span, end);
}

/**
 * Checks that no two files of a layer share bytes, and that all are before `end`. Parts may share a gzip member, each with bytes of its own.
 * @throws TocRefusal.
 */
export function checkPlaces(places: ReadonlyMap<string, FilePlace>, end: number): void {
  let before: Span | undefined;
  for (const { parts } of places.values()) {
    for (const part of parts) {
      // Nearly all tables list files as they follow each other.
      if (before && inOrder(before, part) > 0) return checkSorted(places, end);
      check(before, part, end);
      before = part;
    }
  }
}

/** Parts of one file that lie in the same compressed bytes are one part. */
export function joined(parts: readonly PlacePart[]): PlacePart[] {
  const made: PlacePart[] = [];
  for (const part of parts) {
    const last = made.at(-1);
    if (last && last.from === part.from && last.skip + last.size === part.skip) {
      const { digest: _, ...rest } = last;
      made[made.length - 1] = { ...rest, size: last.size + part.size };
    } else made.push(part);
  }
  return made;
}
