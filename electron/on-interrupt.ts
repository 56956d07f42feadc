/** ms in which a second signal counts as the first: a terminal sends one to every process of a command, and a library may send it on. */
export const SAME_KEY = 500;

/** Calls `first` at the first of these signals, and `again` at one that comes later than the same press of Ctrl-C. The returned function ends that. */
export function onInterrupt(signals: readonly NodeJS.Signals[], first: () => void, again: () => void): () => void {
  let askedAt: number | undefined;
  const hear = (): void => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      first();
    } else if (performance.now() - askedAt > SAME_KEY) again();
  };
  for (const signal of signals) process.on(signal, hear);
  return () => {
    for (const signal of signals) process.off(signal, hear);
  };
}
