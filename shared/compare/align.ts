/** Items that two lists share, as pairs of their places in the left and in the right list, both rising. */
export type Match = readonly [left: number, right: number];

/** Cells of the table of common subsequences: two lists of 1,000 that have nothing at their ends in common. */
const MOST_CELLS = 1_100_000;

/** Negative where `a` comes before `b`, item by item. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  const first = a.findIndex((item, i) => item !== b[i]);
  if (first === -1) return a.length - b.length;
  const other = b[first];
  return other === undefined || (a[first] ?? '') > other ? 1 : -1;
}

/** The longest common subsequence of two lists, in time and room that grow with the product of their lengths. */
function longest(left: readonly string[], right: readonly string[]): Match[] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        left[i] === right[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
  const matches: Match[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) matches.push([i++, j++]);
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return matches;
}

/** A common subsequence that may not be the longest, in time that grows with the lengths alone. */
function greedy(left: readonly string[], right: readonly string[]): Match[] {
  const places = new Map<string, number[]>();
  for (const [place, item] of [...right.entries()].toReversed()) places.set(item, [...(places.get(item) ?? []).slice(-8), place]);
  const matches: Match[] = [];
  let last = -1;
  for (const [i, item] of left.entries()) {
    const ahead = places.get(item);
    while (ahead?.length && (ahead.at(-1) ?? 0) <= last) ahead.pop();
    const place = ahead?.pop();
    if (place === undefined) continue;
    matches.push([i, place]);
    last = place;
  }
  return matches;
}

/**
 * What two lists have in common, in their order: the longest common subsequence, or of lists of many thousands a shorter one. The same pairs whichever
 * list is the left one. Pure.
 */
export function align(left: readonly string[], right: readonly string[]): readonly Match[] {
  if (compareLists(left, right) > 0) return align(right, left).map(([a, b]) => [b, a] as const);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const [a, b] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  const middle = (a.length + 1) * (b.length + 1) > MOST_CELLS ? greedy(a, b) : longest(a, b);
  return [
    ...Array.from({ length: start }, (_, i): Match => [i, i]),
    ...middle.map(([i, j]): Match => [i + start, j + start]),
    ...Array.from({ length: end }, (_, i): Match => [left.length - end + i, right.length - end + i]),
  ];
}

/** What one of two lists has, or both. */
export type Side<T> =
  | { readonly mark: 'same'; readonly left: T; readonly right: T }
  | { readonly mark: 'removed'; readonly left: T }
  | { readonly mark: 'added'; readonly right: T };

/** Two lists as one, what was removed before what was added. `keyOf` says which items are the same. Pure. */
export function sideBySide<T>(left: readonly T[], right: readonly T[], keyOf: (item: T) => string): readonly Side<T>[] {
  const rows: Side<T>[] = [];
  let [i, j] = [0, 0];
  const until = (nextLeft: number, nextRight: number): void => {
    for (const item of left.slice(i, nextLeft)) rows.push({ mark: 'removed', left: item });
    for (const item of right.slice(j, nextRight)) rows.push({ mark: 'added', right: item });
  };
  for (const [a, b] of align(left.map(keyOf), right.map(keyOf))) {
    until(a, b);
    rows.push({ mark: 'same', left: left[a] as T, right: right[b] as T });
    [i, j] = [a + 1, b + 1];
  }
  until(left.length, right.length);
  return rows;
}
