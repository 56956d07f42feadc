import type { BlobProgress, RunItem, RunKind, RunProgress, RunResult } from '../../../shared/contract/runs.ts';

/** Commands of a person to a run. */
export type RunCommand = 'pause' | 'resume' | 'stop';

/**
 * What becomes of work that is under way when the application ends: it is stopped as by the person (`stop`), or the next start offers to complete it
 * (`offer`) or goes on with it (`continue`), where that can be.
 */
export type Ending = 'stop' | 'offer' | 'continue';

/** What a run looks like to the work that it does. */
export class RunControl {
  private readonly controller = new AbortController();
  private readonly onPaused: (() => void)[] = [];
  /** It ends because the application does, not because a person wants it to: what is left of it is for the next start. */
  isClosing = false;
  private waiting: { readonly promise: Promise<void>; readonly go: () => void } | undefined;

  /** Aborted when the run is to end. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isPaused(): boolean {
    return this.waiting !== undefined;
  }

  /** Waits while the run is paused. Work calls it wherever it can pause. */
  async turn(): Promise<void> {
    await this.waiting?.promise;
  }

  /** Calls back whenever the run was paused or resumed. */
  whenPaused(onPaused: () => void): void {
    this.onPaused.push(onPaused);
  }

  say(what: RunCommand): void {
    const { isPaused } = this;
    if (what === 'pause' && !this.waiting && !this.signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waiting = { promise, go: resolve };
    }
    if (what === 'stop') this.controller.abort(new DOMException('stopped', 'AbortError'));
    if (what !== 'pause') {
      this.waiting?.go();
      this.waiting = undefined;
    }
    if (this.isPaused !== isPaused) for (const tell of this.onPaused) tell();
  }
}

/** What work reports while it runs. */
export type RunReport = {
  progress(progress: RunProgress): void;
  /** The blobs that are under way now, and how many are left with these. */
  blobs(blobs: readonly BlobProgress[], left: number): void;
  /** Results that a person should read. */
  items(items: readonly RunItem[]): void;
  /** Pauses the run, and says why: a person resumes it. `until`: when that may help, in ms since 1970. */
  halt(failure: unknown, until?: number): void;
  /** A change of this run that is in the history now. */
  change(changeId: string): void;
};

export type RunWork<K extends RunKind> = (
  control: RunControl,
  report: RunReport,
) => Promise<{ readonly result: Extract<RunResult, { kind: K }>; readonly stopped: boolean }>;
