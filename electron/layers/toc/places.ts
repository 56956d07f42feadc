import { type FilePlace, type PlacePart, TocRefusal } from './toc.ts';

type Span = Pick<PlacePart, 'from' | 'to' | 'skip' | 'size'>;

const inOrder = (a: Span, b: Span): number => a.from - b.from || a.skip - b.skip;

/**
 * Checks that no two files of a layer share bytes, and that all are before `end`. Parts may share a gzip member, each with bytes of its own.
 * @throws TocRefusal.
 */
export function checkPlaces(places: Iterable<FilePlace>, end: number): void {
  const spans: Span[] = [];
  let isSorted = true;
  for (const { parts } of places) {
    for (const part of parts) {
      const last = spans.at(-1);
      isSorted &&= !last || inOrder(last, part) <= 0;
      spans.push(part);
    }
  }
  // Nearly all tables list files as they follow each other.
  if (!isSorted) spans.sort(inOrder);
  let before: Span | undefined;
  for (const span of spans) {
    if (span.from < 0 || span.to <= span.from || span.to > end || span.skip < 0) throw new TocRefusal('position');
    const shared = before && span.from === before.from;
    if (before && (shared ? span.to !== before.to || span.skip < before.skip + before.size : span.from < before.to))
      throw new TocRefusal('overlap');
    before = span;
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
