/** How long the thread works on long answers before it looks for other questions, in ms. */
const SLICE_MS = 8;

/** The steps of a long answer: a part of it, or `undefined` where other questions may be answered in between. */
export type Steps<P> = Generator<P | undefined, void>;

type Ends<P> = {
  readonly onPart: (id: number, part: P) => void;
  /** With an error where it could not be answered to its end. */
  readonly onEnd: (id: number, error?: unknown) => void;
  /** After the end of one that failed. */
  readonly onFailure: (error: unknown) => void;
};

/** Answers that take long, worked on in turns so that no other question waits for them, and stopped once nobody wants them. */
export class LongAnswers<P> {
  private readonly ends: Ends<P>;
  private readonly running = new Map<number, Steps<P>>();
  private turn: NodeJS.Immediate | undefined;

  constructor(ends: Ends<P>) {
    this.ends = ends;
  }

  begin(id: number, steps: Steps<P>): void {
    this.running.set(id, steps);
    this.goOn();
  }

  /** The answer is not wanted any more. It has no end. */
  stop(id: number): void {
    this.running.get(id)?.return();
    this.running.delete(id);
  }

  /** Ends all of them: what they read from is no longer open. */
  endAll(error: unknown): void {
    const running = [...this.running];
    this.running.clear();
    for (const [id, steps] of running) {
      steps.return();
      this.ends.onEnd(id, error);
    }
  }

  /** Takes the next turn, once: others would leave no time between them. */
  private goOn(): void {
    if (this.running.size > 0) this.turn ??= setImmediate(() => this.work());
  }

  private work(): void {
    this.turn = undefined;
    const until = performance.now() + SLICE_MS;
    for (const [id, steps] of this.running) {
      // Whoever has waited longest is next.
      this.running.delete(id);
      if (this.advance(id, steps, until)) this.running.set(id, steps);
      break;
    }
    this.goOn();
  }

  /** Whether there is more to do. */
  private advance(id: number, steps: Steps<P>, until: number): boolean {
    try {
      do {
        const { value, done } = steps.next();
        if (done) {
          this.ends.onEnd(id);
          return false;
        }
        if (value !== undefined) this.ends.onPart(id, value);
      } while (performance.now() < until);
      return true;
    } catch (error) {
      this.ends.onEnd(id, error);
      this.ends.onFailure(error);
      return false;
    }
  }
}
