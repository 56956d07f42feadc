import { Failure, type FailureValue, isFailure } from '../../shared/errors.ts';

const MINUTE = 60_000;
/** ms after the first failure of a connection until it is tried again; twice as long after each further one, up to the other. */
const FIRST = 5 * MINUTE;
const LONGEST = 360 * MINUTE;
/** ms that a registry is left alone at the most, whatever its Retry-After says: a day and a little. */
const MOST_REST = 25 * 60 * MINUTE;

/** How long a registry asked to be left alone, in ms, where it did. */
export function retryAfterOf(error: unknown): number | undefined {
  if (!(error instanceof Failure)) return undefined;
  const { code, data } = error as FailureValue;
  return code === 'RATE_LIMITED' || code === 'REGISTRY' ? data.retryAfter : undefined;
}

/** When registries may be asked again: after their Retry-After, by their origins, and after failures, by connections. Times in ms since 1970. */
export class Rests {
  private readonly until: Map<string, number>;
  private readonly failing = new Map<string, { readonly times: number; readonly until: number }>();

  constructor(saved: readonly (readonly [string, number])[] = []) {
    this.until = new Map(saved);
  }

  /** The earliest time for a request of this connection; 0 for any. */
  next(connectionId: string, origin: string): number {
    return Math.max(this.until.get(origin) ?? 0, this.failing.get(connectionId)?.until ?? 0);
  }

  /** A look failed in a way in which any other of this connection would have. */
  failed(connectionId: string, origin: string, error: unknown, now: number): void {
    const asked = retryAfterOf(error);
    if (asked !== undefined) this.until.set(origin, Math.max(this.until.get(origin) ?? 0, now + Math.min(asked, MOST_REST)));
    // A registry that says when it is to be asked again is asked then, and is not failing.
    if (asked !== undefined && isFailure(error, 'RATE_LIMITED')) return;
    const times = (this.failing.get(connectionId)?.times ?? 0) + 1;
    this.failing.set(connectionId, { times, until: now + Math.min(FIRST * 2 ** (times - 1), LONGEST) });
  }

  /** The connection works, or is to be tried at once. A Retry-After goes on. */
  answered(connectionId: string): void {
    this.failing.delete(connectionId);
  }

  /** What a restart has to know. */
  saved(now: number): [string, number][] {
    return [...this.until].filter(([, until]) => until > now);
  }
}
