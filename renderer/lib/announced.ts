/** What a screen reader was told of some progress, and at which quarter. */
export type Announced = { readonly label: string; readonly quarter: number };

/** How far work has come, in quarters; 0 until it is known how much there is. */
const quarterOf = (done: number, total: number): number => (total === 0 ? 0 : Math.min(4, Math.floor((4 * done) / total)));

/** Progress is told at the start, at each quarter and at the end: told at each step, it would talk over everything else. */
export function announce(before: Announced | undefined, label: string, done: number, total: number): Announced {
  const quarter = quarterOf(done, total);
  return before?.quarter === quarter ? before : { label, quarter };
}
