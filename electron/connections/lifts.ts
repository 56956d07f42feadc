/** ms for which changes are allowed to a registry that is read-only in Longshore. */
const LIFT_TIME = 10 * 60_000;

type Period = { readonly from: number; readonly until: number };

/** Times at which changes were allowed to read-only registries. They end by themselves, and with the application: nothing of them is saved. */
export class Lifts {
  private readonly periods = new Map<string, readonly Period[]>();
  private readonly clock: () => number;

  /** @param clock ms since 1970, as `Date.now`. */
  constructor(clock: () => number) {
    this.clock = clock;
  }

  /** Allows changes from now on; when that ends, in ms since 1970. */
  allow(connectionId: string): number {
    const from = this.clock();
    const until = from + LIFT_TIME;
    this.end(connectionId);
    this.periods.set(connectionId, [...(this.periods.get(connectionId) ?? []), { from, until }]);
    return until;
  }

  /** Ends what was allowed. Work that began before goes on. */
  end(connectionId: string): void {
    const now = this.clock();
    const periods = this.periods.get(connectionId) ?? [];
    this.periods.set(
      connectionId,
      periods.map(({ from, until }) => ({ from, until: Math.min(until, now) })),
    );
  }

  /** When the time ends that runs now; undefined where none does. */
  until(connectionId: string): number | undefined {
    const now = this.clock();
    return this.periods.get(connectionId)?.find((period) => includes(period, now))?.until;
  }

  /** Whether changes were allowed at this time: now, or when work began that still runs. */
  allowed(connectionId: string, at: number = this.clock()): boolean {
    return this.periods.get(connectionId)?.some((period) => includes(period, at)) ?? false;
  }
}

// A clock that was set back to before the time began ends it, too: it must not last longer than it was meant to.
const includes = ({ from, until }: Period, at: number): boolean => at >= from && at < until;
