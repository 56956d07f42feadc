import { setTimeout as wait } from 'node:timers/promises';
import { EventPublisher } from '@orpc/server';
import type { Settings } from '../../shared/contract/settings.ts';
import type { UpdateState, UpdatesEvent } from '../../shared/contract/updates.ts';
import { readFeedAddress } from '../../shared/feed-address.ts';
import { UpdateError, updateProblemOf } from './problem.ts';

/** ms from the start of Longshore to the first question, between two of them, and for an answer. */
const FIRST_AFTER = 30_000;
const AGAIN_AFTER = 24 * 3_600_000;
const PATIENCE = 60_000;

/** What finds, downloads and puts in place, for one question. Its errors are those of electron-updater. */
export type Updater = {
  /** The newer version; undefined where there is none. */
  find(): Promise<string | undefined>;
  /** Downloads it and holds it against what names it. `onPercent`: 0 to 100. */
  download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void>;
  /** Puts it in place; `startAgain`: and starts it. Ends the application where the system's installer does. */
  install(startAgain: boolean): Promise<void>;
};

/** What a host provides that replaces itself. */
export type UpdateHost = {
  /** The address of releases that this copy came with; empty for none. */
  readonly packagedFeed: string;
  /** Whether this copy lies where it can be replaced. */
  readonly isReplaceable: () => boolean;
  readonly open: (feed: string) => Promise<Updater>;
  /** Asks the application to end. */
  readonly quit: () => void;
};

type Ports = {
  readonly host: UpdateHost;
  readonly settings: () => Pick<Settings, 'lookForUpdates' | 'updateFeed'>;
  /** Whether nothing is under way. */
  readonly isIdle: () => boolean;
  readonly log: (fields: Readonly<Record<string, string>>) => void;
  /** ms since 1970. */
  readonly clock: () => number;
  /** ms, where they are not the usual ones. */
  readonly times?: { readonly first: number; readonly patience: number };
};

/** One wish for updates: it ends when the person switches them off or names another address. */
type Wish = { readonly feed: string; readonly stop: AbortController; isLooking: boolean; timer?: NodeJS.Timeout };

/** Work that is not waited for longer than this many ms, and not after `signal`. */
async function within<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  work.catch(() => {});
  const late = wait(ms, undefined, { signal: AbortSignal.any([signal, over.signal]) }).then(() => {
    throw new UpdateError('unreachable');
  });
  return Promise.race([work, late]).finally(() => {
    late.catch(() => {});
    over.abort();
  });
}

/** Looks for newer versions of this copy: only once the person has switched that on, and a found one is put in place only while nothing runs. */
export class Updates {
  private readonly ports: Ports;
  private readonly publisher = new EventPublisher<{ state: UpdateState }>();
  private state: UpdateState = { kind: 'off' };
  private wish: Wish | undefined;
  private ready: Updater | undefined;
  private startAgain = false;
  private isOver = false;

  constructor(ports: Ports) {
    this.ports = ports;
    this.begin(ports.times?.first ?? FIRST_AFTER);
  }

  /** The state now, and every later one. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<UpdatesEvent> {
    const { packagedFeed } = this.ports.host;
    const states = this.publisher.subscribe('state', signal ? { signal } : {});
    try {
      yield { state: this.state, packagedFeed };
      for await (const state of states) yield { state, packagedFeed };
    } finally {
      await states.return();
    }
  }

  /** Takes the settings over, after they were changed. */
  refresh(): void {
    if (this.wanted() !== this.wish?.feed) this.begin(0);
  }

  /** Asks now. */
  check(): void {
    const { wish } = this;
    if (wish && this.state.kind !== 'ready') void this.look(wish);
  }

  /** Ends the application to put a downloaded version in place and start it; false where something runs, and nothing is done. */
  installNow(): boolean {
    const { ports } = this;
    if (!ports.isIdle()) return false;
    if (!this.ready) return true;
    this.startAgain = true;
    ports.host.quit();
    return true;
  }

  /**
   * The application ends: what it has to do last. A downloaded version is put in place where nothing runs at this moment; else nothing is done. What
   * fails is logged, and the version is offered again at the next start.
   */
  atEnd(): () => Promise<void> {
    const { ports, startAgain } = this;
    const ready = ports.isIdle() ? this.ready : undefined;
    return async () => {
      await ready?.install(startAgain).catch((error: unknown) => ports.log({ state: 'not-installed', problem: updateProblemOf(error) }));
    };
  }

  /** The system ends the session: no installer may be started any more. */
  hold(): void {
    this.ready = undefined;
  }

  close(): void {
    this.isOver = true;
    this.wish?.stop.abort();
    clearTimeout(this.wish?.timer);
  }

  /** The address as the person and the package have it; undefined where nobody is to be asked. */
  private wanted(): string | undefined {
    const { lookForUpdates, updateFeed } = this.ports.settings();
    if (!lookForUpdates) return undefined;
    return updateFeed.trim() === '' ? this.ports.host.packagedFeed : updateFeed;
  }

  private begin(after: number): void {
    this.wish?.stop.abort();
    clearTimeout(this.wish?.timer);
    this.ready = undefined;
    const feed = this.wanted();
    this.wish = feed === undefined ? undefined : { feed, stop: new AbortController(), isLooking: false };
    this.show({ kind: feed === undefined ? 'off' : 'waiting' });
    if (this.wish) this.lookIn(this.wish, after);
  }

  private lookIn(wish: Wish, after: number): void {
    if (this.isOver) return;
    clearTimeout(wish.timer);
    wish.timer = setTimeout(() => void this.look(wish), after).unref();
  }

  private async look(wish: Wish): Promise<void> {
    const { signal } = wish.stop;
    if (wish.isLooking || signal.aborted) return;
    wish.isLooking = true;
    try {
      await this.lookOnce(wish.feed, signal);
    } catch (error) {
      if (!signal.aborted) this.show({ kind: 'failed', problem: updateProblemOf(error), checked: this.now() });
    } finally {
      wish.isLooking = false;
      if (!signal.aborted && !this.ready) this.lookIn(wish, AGAIN_AFTER);
    }
  }

  private async lookOnce(feed: string, signal: AbortSignal): Promise<void> {
    const { host, times } = this.ports;
    const patience = times?.patience ?? PATIENCE;
    const address = readFeedAddress(feed);
    if (address.kind !== 'address') throw new UpdateError('address');
    if (!host.isReplaceable()) throw new UpdateError('read-only');
    this.show({ kind: 'checking' });
    const updater = await host.open(address.url);
    const version = await within(updater.find(), patience, signal);
    if (signal.aborted) return;
    if (version === undefined) return this.show({ kind: 'latest', checked: this.now() });
    await this.download(updater, version.slice(0, 100), signal, patience);
    if (signal.aborted) return;
    this.ready = updater;
    this.show({ kind: 'ready', version: version.slice(0, 100) });
  }

  /** Downloads for as long as something comes. */
  private async download(updater: Updater, version: string, signal: AbortSignal, patience: number): Promise<void> {
    const silent = new AbortController();
    const late = setTimeout(() => silent.abort(), patience).unref();
    let shown = -1;
    const onPercent = (percent: number): void => {
      late.refresh();
      const whole = Math.min(100, Math.max(0, Math.floor(percent)));
      if (signal.aborted || whole <= shown) return;
      shown = whole;
      this.show({ kind: 'downloading', version, percent: whole });
    };
    onPercent(0);
    try {
      await updater.download(onPercent, AbortSignal.any([signal, silent.signal]));
    } catch (error) {
      throw silent.signal.aborted ? new UpdateError('unreachable') : error;
    } finally {
      clearTimeout(late);
    }
  }

  private now(): string {
    return new Date(this.ports.clock()).toISOString();
  }

  private show(state: UpdateState): void {
    if (state.kind === 'failed') this.ports.log({ state: state.kind, problem: state.problem });
    if (state.kind === 'ready') this.ports.log({ state: state.kind, version: state.version });
    this.state = state;
    this.publisher.publish('state', state);
  }
}
