const START = 6;
const MOST = 64;
/** Of a registry that counts the requests of an account. */
const MOST_COUNTED = 16;
/** The share of what twice as many at once would gain at best: above it the width is doubled again, below the other it does not pay. */
const PAYS = 0.5;
/** Above it one round tells; below, the first answers may have come before the others waited for each other, and a second round is heard. */
const PAYS_SURELY = 0.8;
const IS_IDLE = 0.2;
/** Rounds of answers after which another width is tried. */
const REST = 20;
/** ms in which one overload is counted once, however many requests it hit. */
const COOL = 1_000;
/** ms after an overload in which one more at once is tried instead of twice as many. */
const CAREFUL = 60_000;
/** Answers that tell how long one takes; fewer say too little. */
const LEAST_ROUND = 6;
/** Of a round, as a share: slow ones are often the first of a new connection. */
const TYPICAL = 0.4;

/** Another width is tried: the one before, and how many answers a ms it brought. */
type Trial = { readonly from: number; readonly rate: number; readonly isSecond?: true };

/** Of what more at once could gain at best, the share that it did, from the answers a ms: 1 where only the way is long, 0 where the server is busy. */
function gainOf(from: number, fromRate: number, to: number, toRate: number): number {
  const [low, high, lowRate, highRate] = from < to ? [from, to, fromRate, toRate] : [to, from, toRate, fromRate];
  return (highRate / lowRate - 1) / (high / low - 1);
}

/**
 * How many requests one registry gets at once: 6 at first, twice as many while that makes the whole quicker, up to 64; half as many when it says 429
 * or fails with 5xx, none while its Retry-After lasts (docs/protocol.md section 6). After a while other widths are tried: twice and half as many in
 * turn, and less is kept where more brings nothing. Times in ms, by a monotonic clock.
 */
export class Pace {
  private width = START;
  private most = MOST;
  private running = 0;
  /** How long answers took whose requests were sent at this width. */
  private round: number[] = [];
  /** The number of the width: answers to what was sent at a former one say nothing of this one. */
  private epoch = 0;
  private trial: Trial | undefined;
  private rest = 0;
  private triesLess = false;
  private slowedAt = Number.NEGATIVE_INFINITY;
  private restUntil = 0;
  private timer: NodeJS.Timeout | undefined;
  /** What begins each request that waits. */
  private readonly waiting: (() => void)[] = [];

  /** How many may be under way now. */
  get limit(): number {
    return this.width;
  }

  /** The registry counts requests: it gets fewer at once, so that a limit is met slowly and can be told. */
  counted(): void {
    this.most = MOST_COUNTED;
    if (this.width > this.most) this.use(this.most);
  }

  /** Waits for a turn; whoever has it ends it. @throws the signal's reason. */
  async turn(signal: AbortSignal | undefined): Promise<Turn> {
    if (this.mayStart()) this.running++;
    else await this.queue(signal);
    const { epoch } = this;
    const started = performance.now();
    let isOver = false;
    return {
      answered: () => {
        // One that nobody waited behind does not tell what the width is worth.
        if (epoch === this.epoch && this.waiting.length > 0) this.answered(performance.now() - started);
      },
      overloaded: (retryAfter) => this.overloaded(retryAfter),
      end: () => {
        if (isOver) return;
        isOver = true;
        this.running--;
        this.wake();
      },
    };
  }

  /** A round of answers tells how many a ms this width brings. */
  private answered(took: number): void {
    this.round.push(took);
    if (this.round.length < Math.max(LEAST_ROUND, this.width)) return;
    const typical = this.round.sort((a, b) => a - b)[Math.floor(this.round.length * TYPICAL)] ?? took;
    this.round = [];
    const rate = this.width / Math.max(typical, 0.01);
    if (this.trial) this.judge(this.trial, rate);
    else if (this.rest > 0) this.rest--;
    else this.tryOther(rate);
  }

  private judge({ from, rate: before, isSecond }: Trial, rate: number): void {
    const gain = gainOf(from, before, this.width, rate);
    if (this.width > from && gain < PAYS_SURELY && !isSecond) {
      this.trial = { from, rate: before, isSecond: true };
      return;
    }
    this.trial = undefined;
    if (this.width > from && gain > PAYS && this.width < this.most && !this.isCareful()) return this.begin({ from: this.width, rate });
    const wasWrong = this.width > from ? gain < IS_IDLE : gain >= IS_IDLE;
    if (wasWrong) this.use(from);
    this.rest = this.isCareful() ? 1 : REST;
  }

  /** The first trial goes up, later ones in turn; a registry that was overloaded gets one more at once. */
  private tryOther(rate: number): void {
    const less = this.triesLess && this.width > START && !this.isCareful();
    this.triesLess = !this.triesLess && !this.isCareful();
    if (!less && this.width >= this.most) this.rest = REST;
    else this.begin({ from: this.width, rate }, less);
  }

  private begin(trial: Trial, less = false): void {
    this.trial = trial;
    const more = this.isCareful() ? this.width + 1 : this.width * 2;
    this.use(less ? Math.max(START, Math.floor(this.width / 2)) : Math.min(this.most, more));
  }

  private use(width: number): void {
    this.width = width;
    this.epoch++;
    this.round = [];
    this.wake();
  }

  private isCareful(): boolean {
    return performance.now() - this.slowedAt < CAREFUL;
  }

  /** The registry is overloaded, and said how long to leave it alone, or did not. */
  private overloaded(retryAfter: number | undefined): void {
    const now = performance.now();
    if (retryAfter !== undefined) this.restUntil = Math.max(this.restUntil, now + retryAfter);
    if (now - this.slowedAt < COOL) return;
    this.slowedAt = now;
    this.trial = undefined;
    this.rest = 1;
    this.use(Math.max(1, Math.floor(this.width / 2)));
  }

  private mayStart(): boolean {
    return this.running < this.width && performance.now() >= this.restUntil;
  }

  private queue(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(signal?.reason);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', leave);
        this.running++;
        resolve();
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(start);
      this.wake();
    });
  }

  private wake(): void {
    while (this.waiting.length > 0 && this.mayStart()) this.waiting.shift()?.();
    const rest = this.restUntil - performance.now();
    if (this.waiting.length === 0 || rest <= 0 || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.wake();
    }, rest);
  }
}

/** The right to one request: what came of it, and that it has ended. */
export type Turn = {
  /** An answer came that tells how quick the registry is. */
  answered(): void;
  /** The registry is overloaded, and said how many ms to leave it alone, or did not. */
  overloaded(retryAfter: number | undefined): void;
  end(): void;
};
