/** Letters by which a name may differ from the one that was meant. */
const MOST = 2;
/** A shorter name is near to too many others: one letter. */
const SHORT = 5;

/** Letters that are added, left out, changed or swapped with their neighbour between two names; `most` + 1 where there are more. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const changed = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      next.push(isSwapped ? Math.min(changed, (before[j - 2] ?? 0) + 1) : changed);
    }
    if (Math.min(...next) > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? most + 1;
}

/** The name that was probably meant: the nearest other one that is one or two letters away. Pure. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  let most = typed.length < SHORT ? 1 : MOST;
  let found: string | undefined;
  for (const name of names) {
    const away = distance(typed, name, most);
    if (away > most || away === 0) continue;
    found = name;
    most = away - 1;
    if (most === 0) break;
  }
  return found;
}

/** As many names as are offered at the most. */
const OFFERED = 3;

/**
 * The names that were perhaps meant: the one that is a letter or two away; else those that end as the typed one does, the same service in another
 * namespace, the ones as deep first. Pure.
 */
export function nearNames(typed: string, names: readonly string[]): readonly string[] {
  const nearest = nearestName(typed, names);
  if (nearest !== undefined) return [nearest];
  const depth = (name: string): number => name.split('/').length;
  const end = `/${typed.slice(typed.lastIndexOf('/') + 1)}`;
  const away = (name: string): number => Math.abs(depth(name) - depth(typed));
  return names
    .filter((name) => name !== typed && `/${name}`.endsWith(end))
    .toSorted((a, b) => away(a) - away(b))
    .slice(0, OFFERED);
}
