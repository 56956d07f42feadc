const START = 6;
const MOST = 16;
/** One more at once has to make the whole this much quicker, or it only makes every answer slower. */
const GAIN = 0.97;
/** Rounds of answers after which going up is tried again. */
const REST = 20;
/** ms in which one overload is counted once, however many requests it hit. */
const COOL = 1_000;

type Waiting = { readonly start: () => void; readonly signal: AbortSignal | undefined };

/**
 * How many requests one registry gets at once: 6 at first, one more each round up to 16 while that makes the whole quicker, half as many when it says
 * 429 or fails with 5xx, none while its Retry-After lasts (docs/protocol.md section 6). Times in ms, by a monotonic clock.
 */
export class Pace {
  private width = START;
  private running = 0;
  private took = 0;
  private count = 0;
  private cost = Number.POSITIVE_INFINITY;
  private rest = 0;
  private slowedAt = Number.NEGATIVE_INFINITY;
  private restUntil = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly waiting: Waiting[] = [];

  /** How many may be under way now. */
  get limit(): number {
    return this.width;
  }

  /** Waits for a turn; what it gives back ends the turn. @throws the signal's reason. */
  async turn(signal: AbortSignal | undefined): Promise<() => void> {
    if (this.mayStart()) this.running++;
    else await this.queue(signal);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.running--;
      this.wake();
    };
  }

  /** An answer came after `took`. A round of them tells what one answer costs at this width; while that falls, one more is tried. */
  answered(took: number): void {
    this.took += took;
    this.count++;
    if (this.count < 2 * this.width) return;
    const cost = this.took / this.count / this.width;
    this.restart();
    if (this.rest > 0) {
      this.rest--;
    } else if (cost < this.cost * GAIN) {
      this.cost = cost;
      this.width = Math.min(MOST, this.width + 1);
      this.wake();
    } else {
      this.width = Math.max(1, this.width - 1);
      this.cost = Number.POSITIVE_INFINITY;
      this.rest = REST;
    }
  }

  /** The registry is overloaded, and said how long to leave it alone, or did not. */
  overloaded(retryAfter: number | undefined): void {
    const now = performance.now();
    if (retryAfter !== undefined) this.restUntil = Math.max(this.restUntil, now + retryAfter);
    if (now - this.slowedAt < COOL) return;
    this.slowedAt = now;
    this.restart();
    this.cost = Number.POSITIVE_INFINITY;
    this.width = Math.max(1, Math.floor(this.width / 2));
  }

  private restart(): void {
    this.took = 0;
    this.count = 0;
  }

  private mayStart(): boolean {
    return this.running < this.width && performance.now() >= this.restUntil;
  }

  private queue(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(signal?.reason);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', leave);
        this.running++;
        resolve();
      };
      const entry: Waiting = { start, signal };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(entry);
      this.wake();
    });
  }

  private wake(): void {
    while (this.waiting.length > 0 && this.mayStart()) this.waiting.shift()?.start();
    const rest = this.restUntil - performance.now();
    if (this.waiting.length === 0 || rest <= 0 || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.wake();
    }, rest);
  }
}
