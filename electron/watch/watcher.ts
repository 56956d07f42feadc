import { randomUUID } from 'node:crypto';
import { EventPublisher } from '@orpc/server';
import type { Watch, WatchChange, WatchFound, WatchHeld, WatchView } from '../../shared/contract/watch.ts';
import { isFailure } from '../../shared/errors.ts';
import type { RegistryClient } from '../registry/client.ts';
import { type Due, type Look, look } from './look.ts';
import { Rests } from './rests.ts';
import type { WatchFile } from './watch-file.ts';
import { isAt, type Kept, keptOf, ofOrigin, type Place, savedOf, settle } from './watches.ts';

const MINUTE = 60_000;
/** ms between two questions whether something is due. */
const TICK = 30_000;
const MOST_WATCHES = 200;
/** Tags of all watches together. */
const MOST_TAGS = 50_000;
const MOST_CHANGES = 1_000;
/** Changes that are told one by one as they are found. */
const TOLD = 5;

type Registry = { readonly url: string; readonly signIn: string; readonly sample: boolean };

export type WatchPorts = {
  readonly clients: { find(id: string): Registry | undefined; of(id: string): RegistryClient };
  readonly file: WatchFile;
  /** ms since 1970. */
  readonly clock: () => number;
};

/** Looks at what is watched, each at its interval, while nothing holds it. */
export class Watcher {
  private readonly ports: WatchPorts;
  private readonly publisher = new EventPublisher<{ found: WatchFound }>();
  private watches: readonly Kept[] = [];
  private changes: readonly WatchChange[] = [];
  private rests = new Rests();
  /** Who holds it, and why. */
  private readonly holders = new Map<symbol, WatchHeld>();
  private readonly end = new AbortController();
  /** Ends the look that is under way. */
  private current = new AbortController();
  private readonly loaded: Promise<void>;
  private looking: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(ports: WatchPorts) {
    this.ports = ports;
    this.loaded = this.load();
  }

  private async load(): Promise<void> {
    const { watches, changes, rests } = await this.ports.file.read();
    this.watches = watches.map(keptOf);
    this.changes = changes;
    this.rests = new Rests(rests);
  }

  /** Begins to look by itself. */
  start(): void {
    this.timer = setInterval(() => void this.tick(), TICK);
    this.timer.unref();
    void this.tick();
  }

  /** Ends what is under way; what it has seen is kept. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.end.abort();
    this.current.abort();
    await this.looking;
  }

  /** Looks at nothing until what this returns is called. */
  hold(reason: WatchHeld): () => void {
    const holder = Symbol();
    this.holders.set(holder, reason);
    this.current.abort();
    return () => {
      if (this.holders.delete(holder) && this.holders.size === 0) void this.tick();
    };
  }

  /** A registry has answered, whoever asked: a sign-in works again, or the network. */
  answered(connectionId: string): void {
    this.rests.answered(connectionId);
  }

  async list(): Promise<{ watches: WatchView[]; changes: WatchChange[]; held: WatchHeld[] }> {
    await this.loaded;
    const isThere = ({ connectionId }: Place): boolean => this.ports.clients.find(connectionId) !== undefined;
    const watches = this.watches.filter(isThere).map((watch): WatchView => {
      const { seen, unread, failed, isCut: _isCut, origin: _origin, ...shown } = watch;
      return { ...shown, next: this.nextOf(watch), tags: seen?.size ?? 0, unread: unread.length + failed };
    });
    return { watches, changes: this.changes.filter(isThere).toReversed(), held: [...new Set(this.holders.values())] };
  }

  /** Watches something; what is watched already gets the new interval, and keeps what was seen. False where there is no room for more. */
  async add(watch: Omit<Watch, 'id'>): Promise<boolean> {
    await this.loaded;
    this.prune();
    const { connectionId, repository, pattern, minutes } = watch;
    const before = this.watches.find(
      (one) => one.connectionId === connectionId && one.repository === repository && one.pattern === pattern,
    );
    if (!before && this.watches.length >= MOST_WATCHES) return false;
    const fresh = { id: randomUUID(), origin: '', checked: 0, seen: undefined, unread: [], failed: 0, isCut: false, tooMany: 0 };
    const added: Kept = { ...(before ?? fresh), connectionId, repository, pattern, minutes, isPaused: false };
    this.watches = [...this.watches.filter((one) => one !== before), added];
    await this.save();
    void this.tick();
    return true;
  }

  /** Resuming also tries a connection that has failed at once. */
  async pause(id: string, isPaused: boolean): Promise<void> {
    await this.loaded;
    this.watches = this.watches.map((watch) => (watch.id === id ? { ...watch, isPaused } : watch));
    const resumed = isPaused ? undefined : this.watches.find((watch) => watch.id === id);
    if (resumed) this.rests.answered(resumed.connectionId);
    await this.save();
    if (resumed) void this.tick();
  }

  async remove(id: string): Promise<void> {
    await this.loaded;
    this.watches = this.watches.filter((watch) => watch.id !== id);
    await this.save();
  }

  /** What is found from now on. A page on a metered network holds the watcher for as long as it reads this. */
  async *found(isMetered: boolean, signal: AbortSignal | undefined): AsyncGenerator<WatchFound> {
    const release = isMetered ? this.hold('metered') : () => {};
    const found = this.publisher.subscribe('found', signal ? { signal } : {});
    try {
      yield* found;
    } finally {
      release();
      await found.return();
    }
  }

  /** Looks at what is due now; a look that is under way is waited for instead. */
  tick(): Promise<void> {
    this.looking ??= this.lookAtDue().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private originOf({ connectionId }: Place): string {
    const registry = this.ports.clients.find(connectionId);
    // The sample has another port at each start.
    if (!registry || registry.sample) return '';
    return URL.canParse(registry.url) ? new URL(registry.url).origin : registry.url;
  }

  /** When a watch is asked about next, in ms since 1970. */
  private nextOf(watch: Kept): number {
    const due = watch.isCut ? 0 : watch.checked + watch.minutes * MINUTE;
    return Math.max(due, this.rests.next(watch.connectionId, this.originOf(watch)));
  }

  private isFull(watch: Kept, now: number): boolean {
    // A clock that was set back would put the next look far off.
    return now >= watch.checked + watch.minutes * MINUTE || now < watch.checked || (watch.isCut && watch.unread.length === 0);
  }

  private dueNow(watches: readonly Kept[]): Kept[] {
    const now = this.ports.clock();
    return watches.filter(
      (watch) =>
        !watch.isPaused &&
        this.ports.clients.find(watch.connectionId) !== undefined &&
        now >= this.rests.next(watch.connectionId, this.originOf(watch)) &&
        (watch.isCut || this.isFull(watch, now)),
    );
  }

  private get isHeld(): boolean {
    return this.holders.size > 0 || this.end.signal.aborted;
  }

  private async lookAtDue(): Promise<void> {
    await this.loaded;
    if (this.isHeld) return;
    this.current = new AbortController();
    const registries = Map.groupBy(this.dueNow(this.watches), (watch) => this.originOf(watch));
    if (registries.size === 0) return;
    const found = await Promise.all([...registries.values()].map((due) => this.lookAtRegistry(due)));
    await this.save();
    this.tell(found.flat());
  }

  /** One repository after the other, until the registry or the person wants no more. */
  private async lookAtRegistry(due: readonly Kept[]): Promise<WatchChange[]> {
    const found: WatchChange[] = [];
    for (const watches of Map.groupBy(due, ({ connectionId, repository }) => `${connectionId} ${repository}`).values()) {
      if (this.isHeld) break;
      // The registry may want to be left alone by now.
      const still = this.dueNow(watches);
      if (still.length > 0) found.push(...(await this.lookAtRepository(still)));
    }
    return found;
  }

  private async lookAtRepository(watches: readonly Kept[]): Promise<WatchChange[]> {
    const [{ connectionId, repository } = { connectionId: '', repository: '' }] = watches;
    const place = { connectionId, repository };
    const now = this.ports.clock();
    const origin = this.originOf(place);
    const due = watches.map((one): Due => {
      const watch = ofOrigin(one, origin);
      return { watch, isFull: this.isFull(watch, now) };
    });
    const seenBy = (one: Kept): number => (due.some(({ watch }) => watch.id === one.id) ? 0 : (one.seen?.size ?? 0));
    const room = MOST_TAGS - this.watches.reduce((sum, one) => sum + seenBy(one), 0);
    const result = await look(this.ports.clients.of(connectionId), repository, due, room, this.current.signal);
    this.noteEnd(connectionId, origin, result);
    // As they are by now: one that was removed meanwhile stays removed.
    const current = this.watches.map((watch) => (isAt(watch, place) ? ofOrigin(watch, origin) : watch));
    const { watches: after, changes } = settle(current, { place, due, result, now });
    this.watches = after;
    this.changes = [...this.changes, ...changes].slice(-MOST_CHANGES);
    return changes;
  }

  /** A failure that is not about this repository alone is one of the connection. */
  private noteEnd(connectionId: string, origin: string, { cut, answers }: Look): void {
    if (answers.size > 0) this.rests.answered(connectionId);
    if (!cut || !isFailure(cut.error)) return;
    const isOfRepository = isFailure(cut.error, 'UNAUTHORIZED') && this.ports.clients.find(connectionId)?.signIn === 'none';
    if (!isOfRepository) this.rests.failed(connectionId, origin, cut.error, this.ports.clock());
  }

  private tell(changes: readonly WatchChange[]): void {
    if (changes.length === 0) return;
    const repositories = new Set(changes.map(({ connectionId, repository }) => `${connectionId} ${repository}`)).size;
    this.publisher.publish('found', { count: changes.length, repositories, changes: changes.slice(0, TOLD) });
  }

  /** Forgets what was watched in registries that were removed. */
  private prune(): void {
    this.watches = this.watches.filter(({ connectionId }) => this.ports.clients.find(connectionId) !== undefined);
  }

  private save(): Promise<void> {
    const rests = this.rests.saved(this.ports.clock());
    return this.ports.file.write({ watches: this.watches.map(savedOf), changes: [...this.changes], rests });
  }
}
