import { randomUUID } from 'node:crypto';
import {
  hasEnded,
  isReading,
  type Run,
  type RunAbout,
  type RunDetail,
  type RunItem,
  type RunKind,
  type RunProgress,
  type RunResult,
} from '../../../shared/contract/runs.ts';
import { asValue, Failure } from '../../../shared/errors.ts';
import { AsyncQueue } from '../../registry/async-queue.ts';
import { reportSilence, type Silent } from '../../registry/http/silence.ts';
import { reportWaiting, type Waiting } from '../../registry/http/waiting.ts';
import { asBegun } from './begun.ts';
import { paceOf, type Sample, withSample } from './pace.ts';
import { type Ending, type RunCommand, RunControl, type RunReport, type RunWork } from './run-work.ts';

/** Runs that are kept after their end. */
const ENDED_KEPT = 50;
/** Results of a run that are kept to be read. */
const ITEMS_KEPT = 20_000;
/** ms between two messages to a page. */
const MESSAGE_EVERY = 100;
/** ms between two looks at how fast a run is. */
const PACE_EVERY = 1_000;

/** Begins what a run has left of its work; the id of the new run. */
type Again = (result: RunResult | undefined) => string | Promise<string>;

type RunEvent = Pick<RunDetail, 'items'>;

/** A run with what only its dialog shows, and the queues of those who follow it. */
type Kept = {
  readonly control: RunControl;
  /** Begins the same work again; its id. */
  readonly again: Again | undefined;
  detail: RunDetail;
  /** What its pace is taken from. */
  samples: readonly Sample[];
  readonly followers: Set<AsyncQueue<RunEvent>>;
};

const connectionsOf = (about: RunAbout): readonly string[] => {
  switch (about.kind) {
    case 'copy':
      return [about.from.connectionId, about.to.connectionId];
    case 'save':
    case 'save-content':
      return [about.from.connectionId];
    case 'load':
      return [about.to.connectionId];
    case 'retag':
    case 'undo':
      return [about.at.connectionId];
    case 'delete':
    case 'clean-up':
    case 'scan':
    case 'check':
      return [about.connectionId];
  }
};

const now = (): string => new Date().toISOString();

/** Long work in this process. It continues whether or not a page watches; every page that watches gets its progress. */
export class Runs {
  private readonly kept = new Map<string, Kept>();
  private readonly watchers = new Set<AsyncQueue<string>>();
  /** All work that is under way, runs and short changes, with the connections that it needs. */
  private readonly working = new Map<Promise<unknown>, readonly string[]>();
  /** That of it which changes nothing. */
  private readonly reading = new Set<Promise<unknown>>();
  /** Changes of the history that are being worked on. */
  private readonly exclusive = new Set<string>();
  private readonly clock: () => number;

  /** @param clock ms since 1970: when a run begins. */
  constructor(clock: () => number = Date.now) {
    this.clock = clock;
  }

  /** Begins a run and returns its id. {@link watch} reports how it ends. `again` begins the same work again after it has ended early. */
  start<K extends RunKind>(about: Extract<RunAbout, { kind: K }>, work: RunWork<K>, again?: Again, isPaused = false): string {
    const id = randomUUID();
    const control = new RunControl();
    const run: Run = { id, about, state: 'running', started: now(), changeIds: [], canRetry: again !== undefined, dismissed: false };
    const detail = { run, items: [], itemsLeftOut: 0, blobs: [], blobsLeft: 0 };
    const kept: Kept = { control, again, detail, samples: [], followers: new Set() };
    this.kept.set(id, kept);
    if (isPaused) this.say(id, 'pause');
    const pace = setInterval(() => this.pace(kept), PACE_EVERY);
    const working = reportWaiting(
      (waiting) => this.wait(kept, waiting),
      () =>
        reportSilence(
          (silent) => this.silence(kept, silent),
          () => asBegun(this.clock(), () => work(control, this.reportOf(kept))).finally(() => clearInterval(pace)),
        ),
    ).then(
      ({ result, stopped }) => this.end(kept, { state: stopped ? 'stopped' : 'done', result }),
      (error: unknown) => this.end(kept, control.signal.aborted && isAbort(error) ? { state: 'stopped' } : failed(error)),
    );
    void this.hold(connectionsOf(about), working);
    if (isReading(about)) {
      this.reading.add(working);
      void working.finally(() => this.reading.delete(working));
    }
    this.tell(kept);
    return id;
  }

  /** Counts work as under way until it has ended, well or not. */
  hold<T>(connectionIds: readonly string[], work: Promise<T>): Promise<T> {
    this.working.set(work, connectionIds);
    const done = (): void => void this.working.delete(work);
    work.then(done, done);
    return work;
  }

  /** Every run that is kept, oldest first. */
  get all(): readonly Run[] {
    return [...this.kept.values()].map(({ detail }) => detail.run);
  }

  /** Those that have not ended. */
  get live(): readonly Run[] {
    return this.all.filter((run) => !hasEnded(run));
  }

  /** Whether nothing is under way that changes something. */
  get isIdle(): boolean {
    return [...this.working.keys()].every((work) => this.reading.has(work));
  }

  /** Resolves once nothing is under way that changes something. */
  async settled(): Promise<void> {
    while (!this.isIdle) await Promise.allSettled([...this.working.keys()].filter((work) => !this.reading.has(work)));
  }

  /** Resolves once nothing is under way, over this connection or over any. */
  async idle(connectionId?: string): Promise<void> {
    const waited = [...this.working].filter(([, ids]) => connectionId === undefined || ids.includes(connectionId)).map(([work]) => work);
    if (waited.length === 0) return;
    await Promise.allSettled(waited);
    await this.idle(connectionId);
  }

  /** Works on a change of the history. Other work on that change is refused until this has ended. @throws Failure CONFLICT. */
  async alone<T>(changeId: string, work: () => Promise<T>): Promise<T> {
    if (this.exclusive.has(changeId)) throw new Failure('CONFLICT', { what: 'change-running', subject: changeId });
    this.exclusive.add(changeId);
    try {
      return await work();
    } finally {
      this.exclusive.delete(changeId);
    }
  }

  /** The run of this kind that is under way over a connection. */
  under(kind: RunKind, connectionId: string): string | undefined {
    return this.all.find((run) => run.about.kind === kind && connectionsOf(run.about).includes(connectionId) && !hasEnded(run))?.id;
  }

  say(id: string, what: RunCommand): void {
    const kept = this.kept.get(id);
    if (!kept || hasEnded(kept.detail.run)) return;
    kept.control.say(what);
    const { isPaused, signal } = kept.control;
    const { halted: _, ...run } = kept.detail.run;
    kept.detail = { ...kept.detail, run };
    this.update(kept, { state: signal.aborted ? 'stopping' : isPaused ? 'paused' : 'running' });
  }

  /** Takes up a run that failed or was stopped; the id of the new one. The old one is dismissed. @throws Failure. */
  async retry(id: string): Promise<string> {
    const kept = this.kept.get(id);
    if (!kept?.again || !hasEnded(kept.detail.run) || kept.detail.run.dismissed) throw new Failure('NOT_FOUND', { what: 'run' });
    this.dismiss(id);
    return kept.again(kept.detail.run.result);
  }

  dismiss(id: string): void {
    const kept = this.kept.get(id);
    if (kept && hasEnded(kept.detail.run)) this.update(kept, { dismissed: true });
  }

  /** The application ends: stops every run that can be stopped. The ids of those that were under way. */
  stopAll(ending: Ending = 'offer'): readonly string[] {
    const ids = this.live.map(({ id }) => id);
    for (const id of ids) {
      const control = this.kept.get(id)?.control;
      if (control) control.isClosing = ending !== 'stop';
      this.say(id, 'stop');
    }
    return ids;
  }

  /** Every run, then those that changed, a few times a second. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<{ kind: 'all' | 'changed'; runs: Run[] }> {
    const queue = new AsyncQueue<string>({ wait: MESSAGE_EVERY });
    const leave = (): void => queue.close();
    signal?.addEventListener('abort', leave);
    this.watchers.add(queue);
    try {
      yield { kind: 'all', runs: [...this.all] };
      for await (const ids of queue)
        yield { kind: 'changed', runs: [...new Set(ids)].flatMap((id) => this.kept.get(id)?.detail.run ?? []) };
    } finally {
      this.watchers.delete(queue);
      signal?.removeEventListener('abort', leave);
    }
  }

  /** One run: everything so far, then what changed, until it has ended. @throws Failure NOT_FOUND. */
  async *follow(id: string, signal: AbortSignal | undefined): AsyncGenerator<RunDetail & { kind: 'start' | 'more' }> {
    const kept = this.kept.get(id);
    if (!kept) throw new Failure('NOT_FOUND', { what: 'run' });
    const queue = new AsyncQueue<RunEvent>({ wait: MESSAGE_EVERY });
    const leave = (): void => queue.close();
    signal?.addEventListener('abort', leave);
    kept.followers.add(queue);
    if (hasEnded(kept.detail.run)) queue.close();
    try {
      yield { kind: 'start', ...kept.detail, items: [...kept.detail.items] };
      for await (const events of queue) yield { kind: 'more', ...kept.detail, items: events.flatMap(({ items }) => items) };
    } finally {
      kept.followers.delete(queue);
      signal?.removeEventListener('abort', leave);
    }
  }

  private reportOf(kept: Kept): RunReport {
    return {
      progress: (progress) => this.progress(kept, progress),
      blobs: (blobs, blobsLeft) => {
        kept.detail = { ...kept.detail, blobs: [...blobs], blobsLeft };
        this.tell(kept);
      },
      items: (items) => {
        const { items: before, itemsLeftOut } = kept.detail;
        const room = items.slice(0, Math.max(0, ITEMS_KEPT - before.length));
        // One growing list: a new one for each result would cost more than the work.
        before.push(...room);
        kept.detail = { ...kept.detail, itemsLeftOut: itemsLeftOut + items.length - room.length };
        this.tell(kept, room);
      },
      halt: (failure, until) => {
        this.say(kept.detail.run.id, 'pause');
        const halted = { failure: asValue(failure), ...(until === undefined ? {} : { until: new Date(until).toISOString() }) };
        if (kept.detail.run.state === 'paused') this.update(kept, { halted });
      },
      change: (changeId) => this.update(kept, { changeIds: [...kept.detail.run.changeIds, changeId] }),
    };
  }

  private progress(kept: Kept, progress: RunProgress): void {
    kept.samples = withSample(kept.samples, { at: performance.now(), done: progress.done });
    const { perSecond } = kept.detail.run.progress ?? {};
    this.update(kept, { progress: { ...progress, ...(perSecond === undefined ? {} : { perSecond }) } });
  }

  /** Tells how fast a run is. One that is paused or waits begins to be measured anew. */
  private pace(kept: Kept): void {
    const { progress, state, waiting } = kept.detail.run;
    if (!progress) return;
    const now = performance.now();
    if (state !== 'running' || waiting) kept.samples = [{ at: now, done: progress.done }];
    const { perSecond: before, ...rest } = progress;
    const perSecond = paceOf(kept.samples, now);
    if (perSecond !== before) this.update(kept, { progress: { ...rest, ...(perSecond === undefined ? {} : { perSecond }) } });
  }

  /** Tells that a run stands still because a request failed and is tried again, or that it goes on. */
  private wait(kept: Kept, waiting: Waiting | undefined): void {
    const { run } = kept.detail;
    if (hasEnded(run)) return;
    const { waiting: _, ...rest } = run;
    const told = waiting && { ...waiting, failure: asValue(waiting.failure), until: new Date(waiting.until).toISOString() };
    kept.detail = { ...kept.detail, run: { ...rest, ...(told ? { waiting: told } : {}) } };
    this.tell(kept);
  }

  /** Tells that a registry does not answer, or that it does again. */
  private silence(kept: Kept, silent: Silent | undefined): void {
    const { silent: _, ...rest } = kept.detail.run;
    if (hasEnded(rest)) return;
    kept.detail = {
      ...kept.detail,
      run: { ...rest, ...(silent ? { silent: { ...silent, since: new Date(silent.since).toISOString() } } : {}) },
    };
    this.tell(kept);
  }

  private end(kept: Kept, end: Partial<Run>): void {
    this.wait(kept, undefined);
    this.silence(kept, undefined);
    kept.detail = { ...kept.detail, blobs: [], blobsLeft: 0 };
    this.update(kept, { ...end, ended: now() });
    for (const queue of kept.followers) queue.close();
    const ended = [...this.kept.values()].filter(({ detail }) => hasEnded(detail.run));
    for (const { detail } of ended.slice(0, -ENDED_KEPT)) this.kept.delete(detail.run.id);
  }

  private update(kept: Kept, change: Partial<Run>): void {
    kept.detail = { ...kept.detail, run: { ...kept.detail.run, ...change } };
    this.tell(kept);
  }

  private tell({ detail, followers }: Kept, items: readonly RunItem[] = []): void {
    for (const queue of this.watchers) queue.push(detail.run.id);
    for (const queue of followers) queue.push({ items: [...items] });
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

const failed = (error: unknown): Pick<Run, 'state' | 'failure'> => ({ state: 'failed', failure: asValue(error) });
