/** A line that both texts have, by its place in either. */
export type Anchor = readonly [left: number, right: number];

/** Where each line is that occurs once. */
function placesOfUnique(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, line] of lines.entries()) places.set(line, places.has(line) ? -1 : place);
  return places;
}

/** How many of the rising numbers are less than `value`. */
function countBelow(rising: readonly number[], value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Lines that occur once in either text and in the same order in both, as many as there are: what Bram Cohen's patience diff begins with
 * (https://bramcohen.livejournal.com/73318.html). They part texts that differ too much to be compared as one. Takes n log n. Pure.
 */
export function anchorsOf(left: readonly string[], right: readonly string[]): readonly Anchor[] {
  const [before, after] = [placesOfUnique(left), placesOfUnique(right)];
  const both = left.flatMap((line, place): Anchor[] => {
    const other = before.get(line) === place ? (after.get(line) ?? -1) : -1;
    return other === -1 ? [] : [[place, other]];
  });
  // The longest rising sequence: of each length the one that ends lowest, and for each line the one before it.
  const ends: number[] = [];
  const last: number[] = [];
  const previous = both.map(([, place], i) => {
    const length = countBelow(ends, place);
    ends[length] = place;
    last[length] = i;
    return last[length - 1];
  });
  const anchors: Anchor[] = [];
  for (let at = last.at(-1); at !== undefined; at = previous[at]) anchors.push(both[at] as Anchor);
  return anchors.reverse();
}
