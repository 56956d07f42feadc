/** What a person may say to a run that is under way: wait, go on, or end. */
export type Word = 'pause' | 'resume' | 'stop';

/** One long run, as it looks to what carries it out. */
export class Run {
  private readonly controller = new AbortController();
  private waiting: { readonly promise: Promise<void>; readonly go: () => void } | undefined;

  /** Aborted once it is to end. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isPaused(): boolean {
    return this.waiting !== undefined;
  }

  /** Waits while it is paused; called where it may rest. */
  async turn(): Promise<void> {
    await this.waiting?.promise;
  }

  say(word: Word): void {
    if (word === 'pause' && !this.waiting && !this.signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waiting = { promise, go: resolve };
    }
    if (word === 'stop') this.controller.abort(new DOMException('stopped', 'AbortError'));
    if (word !== 'pause') {
      this.waiting?.go();
      this.waiting = undefined;
    }
  }
}

/** The runs that are under way, by the name that the page gave them. */
export class Runs {
  private readonly open = new Map<string, Run>();

  /** Does the work under this name; what is said to the name reaches it until it ends. */
  async under<T>(runId: string, work: (run: Run) => Promise<T>): Promise<T> {
    const run = new Run();
    this.open.set(runId, run);
    try {
      return await work(run);
    } finally {
      this.open.delete(runId);
    }
  }

  /** A run that has ended already hears nothing. */
  say(runId: string, word: Word): void {
    this.open.get(runId)?.say(word);
  }

  /** Nobody looks at it any more: one that waits for a word would wait for ever. */
  endIfPaused(runId: string): void {
    const run = this.open.get(runId);
    if (run?.isPaused) run.say('stop');
  }

  /** The application ends: whatever can be ended early is. */
  stopAll(): void {
    for (const run of this.open.values()) run.say('stop');
  }
}
