/** How much of a run was done at a moment, in ms. */
export type Sample = { readonly at: number; readonly done: number };

/** ms over which the speed is taken: long enough to be calm, short enough to be true. */
const WINDOW = 8_000;
/** ms that have to be seen before a speed means anything. */
const LEAST = 1_500;

/** The samples that the speed is taken from, after one more. What goes back, as when a phase ends, begins anew. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.done < last.done) return [sample];
  // One sample from before the window stays: what was done since then belongs to the window.
  const first = samples.findLastIndex(({ at }) => sample.at - at >= WINDOW);
  return [...samples.slice(Math.max(0, first)), sample];
}

/** How much is done a second, up to now; undefined until that can be said. */
export function paceOf(samples: readonly Sample[], now: number): number | undefined {
  const first = samples.findLast(({ at }) => now - at >= WINDOW) ?? samples[0];
  const last = samples.at(-1);
  if (!first || !last || now - first.at < LEAST) return undefined;
  return ((last.done - first.done) / (now - first.at)) * 1000;
}
