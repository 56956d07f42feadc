import { randomUUID } from 'node:crypto';
import type { RunResult, ScanProblem } from '../../shared/contract/runs.ts';
import { oneByOne } from '../../shared/contract/tags.ts';
import { asValue, blames, Failure, isFailure } from '../../shared/errors.ts';
import { splitNames } from '../../shared/name-lines.ts';
import { listRepositories } from '../browse/repositories.ts';
import { startTagRead } from '../browse/tag-reads.ts';
import type { RunControl, RunReport, RunWork } from '../changes/core/run-work.ts';
import { rememberNames } from '../index/name-memory.ts';
import type { KnownName, OpenScan } from '../index/scans.ts';
import { tagMemory } from '../index/tag-memory.ts';
import type { RegistryClient } from '../registry/client.ts';
import { inBackground } from '../registry/http/background.ts';
import { pool } from '../registry/pool.ts';
import type { ScanPorts } from './ports.ts';
import { QuotaWatch } from './quota.ts';

/** Repositories that are read at once. */
const WIDTH = 4;
/** Times that a repository fails while the registry answers, before it is left out. */
const MOST_BLAMED = 2;
/** Problems that are told one by one. */
const PROBLEMS_TOLD = 200;

type ScanResult = Extract<RunResult, { kind: 'scan' }>;

const isRemoved = (error: unknown): boolean => isFailure(error, 'NOT_FOUND') && error.data.what === 'connection';

/** One scan of one registry. */
class Scan {
  private readonly ports: ScanPorts;
  private readonly scan: OpenScan;
  private readonly control: RunControl;
  private readonly report: RunReport;
  private readonly quota = new QuotaWatch();
  /** All repositories, and those that are read. */
  private names: readonly string[] = [];
  private readonly done = new Set<string>();
  private readonly problems = new Map<string, ScanProblem>();

  constructor(ports: ScanPorts, scan: OpenScan, control: RunControl, report: RunReport) {
    this.ports = ports;
    this.scan = scan;
    this.control = control;
    this.report = report;
  }

  /** Reads everything that is not read yet. What it has read is in the index, wherever it ends. */
  async run(): Promise<{ readonly result: ScanResult; readonly stopped: boolean }> {
    await this.note();
    // One that ends is neither.
    this.control.whenPaused(() => this.control.signal.aborted || void this.note());
    const stopped = await this.readAll().then(
      () => false,
      (error: unknown) => {
        if (this.control.signal.aborted || isRemoved(error)) return true;
        throw error;
      },
    );
    // An application that ends leaves its scans to its next start.
    if (!this.control.isClosing) await this.write({ kind: 'scan-end', connectionId: this.scan.connectionId });
    return { result: this.result(), stopped };
  }

  private get client(): RegistryClient {
    return this.ports.clients.of(this.scan.connectionId);
  }

  /** An index that cannot be written is no reason to end. */
  private write(question: Parameters<ScanPorts['index']['ask']>[0]): Promise<void> {
    return this.ports.index.ask(question).catch(() => {});
  }

  private note(): Promise<void> {
    return this.write({ kind: 'scan', ...this.scan, paused: this.control.isPaused });
  }

  private async readAll(): Promise<void> {
    this.names = (await this.persist(() => this.list())) ?? [];
    this.markDone((await this.known()) ?? []);
    await this.readRest();
    // Where the index was lost under way, so was what it had: that is read once more.
    const known = await this.known();
    if (!known) return;
    this.done.clear();
    this.markDone(known);
    await this.readRest();
  }

  /** The names that the registry tells now; where it tells none, those that are known. @throws Failure of the connection. */
  private async list(): Promise<string[]> {
    const names: string[] = [];
    const { client, control, ports } = this;
    try {
      const catalog = listRepositories(client, control.signal);
      for await (const event of rememberNames(ports.index, this.scan.connectionId, catalog))
        if (event.kind === 'page') for (const name of splitNames(event.names)) names.push(name);
    } catch (error) {
      if (!isFailure(error) || blames(error) === 'connection' || isRemoved(error)) throw error;
      for (const [name] of (await this.known()) ?? []) names.push(name);
    }
    return [...new Set(names)];
  }

  /** What the index has; undefined where it does not answer. */
  private async known(): Promise<KnownName[] | undefined> {
    const known: KnownName[] = [];
    const { connectionId } = this.scan;
    try {
      await this.ports.index.ask({ kind: 'names', connectionId }, (part) => {
        for (const name of part) known.push(name);
      });
      return known;
    } catch {
      return undefined;
    }
  }

  /** Takes what the index has as read, so that nothing is read twice: since the scan has begun, or at any time. */
  private markDone(known: readonly KnownName[]): void {
    const { again, started } = this.scan;
    const names = new Set(this.names);
    for (const [name, read] of known) if (read !== undefined && (!again || read >= started) && names.has(name)) this.done.add(name);
  }

  private async readRest(): Promise<void> {
    const rest = this.names.filter((name) => !this.done.has(name) && !this.problems.has(name)).reverse();
    this.tell();
    await pool(
      WIDTH,
      () => rest.pop(),
      async (name) => {
        await this.persist(() => this.read(name), name);
        this.tell();
      },
    );
  }

  private tell(): void {
    const done = this.done.size + [...this.problems.keys()].filter((name) => !this.done.has(name)).length;
    this.report.progress({ phase: 'work', done, total: this.names.length, unit: 'repositories' });
  }

  /**
   * Does work until it is done or a repository is to blame. Where the connection is, the scan waits for the person, who may have to sign in, and
   * then goes on. @throws AbortError, Failure NOT_FOUND for a connection that was removed.
   */
  private async persist<T>(work: () => Promise<T>, repository?: string): Promise<T | undefined> {
    // A failure and an answer after it may be a connection that came back: only a second one is the repository's own.
    for (let blamed = 0; ; ) {
      await this.control.turn();
      this.control.signal.throwIfAborted();
      try {
        return await inBackground(() => this.turn(), work);
      } catch (error) {
        if (!isFailure(error) || isRemoved(error)) throw error;
        const cause = await this.causeOf(error, repository);
        if (cause) this.halt(cause);
        else if (repository === undefined) throw error;
        else if (blames(error) === 'content' || ++blamed === MOST_BLAMED)
          return void this.problems.set(repository, { repository, unread: 0, failure: asValue(error) });
      }
    }
  }

  /** The failure of the connection that is behind another; undefined where a repository alone is to blame: the registry answers. */
  private async causeOf(error: Failure, repository: string | undefined): Promise<Failure | undefined> {
    if (blames(error) === 'content') return undefined;
    if (isFailure(error, 'RATE_LIMITED') || repository === undefined) return error;
    try {
      await this.client.ping(this.control.signal);
      return undefined;
    } catch (cause) {
      if (isFailure(cause)) return cause;
      throw cause;
    }
  }

  private halt(failure: Failure, until?: number): void {
    const wait = isFailure(failure, 'RATE_LIMITED') ? failure.data.retryAfter : undefined;
    this.report.halt(failure, wait === undefined ? until : Date.now() + wait);
  }

  /** Before each request: waits while the scan is paused, and pauses it where little is left of the registry's limit. */
  private async turn(): Promise<void> {
    const { quota, host } = this.client;
    if (this.quota.isDue(quota) && !this.control.isPaused)
      this.halt(
        new Failure('RATE_LIMITED', { host }),
        quota?.windowSeconds === undefined ? undefined : Date.now() + quota.windowSeconds * 1_000,
      );
    await this.control.turn();
  }

  /** Reads all tags of a repository, as a page does that shows it. @throws Failure. */
  private async read(repository: string): Promise<void> {
    const { client, control, ports } = this;
    const { connectionId } = this.scan;
    const unread = new Set<string>();
    const events = startTagRead({
      client,
      repository,
      openCache: () => ports.summaries.apart(connectionId, repository),
      memory: tagMemory(ports.index, { connectionId, repository }, 'scan'),
      recall: false,
      readId: randomUUID(),
      isShown: false,
      signal: control.signal,
    });
    let isCut = false;
    for await (const event of events) {
      for (const one of oneByOne(event)) if (one.kind === 'listed') isCut = one.cut !== undefined;
      if (event.kind !== 'details') continue;
      for (const detail of event.details) {
        if (detail.state === 'failed') unread.add(detail.tag);
        else unread.delete(detail.tag);
        if (detail.state === 'failed' && detail.code === 'RATE_LIMITED') throw new Failure('RATE_LIMITED', { host: client.host });
      }
    }
    if (isCut) throw new Failure('INVALID_RESPONSE', { where: 'tags', why: 'list-limit' });
    this.done.add(repository);
    if (unread.size > 0) this.problems.set(repository, { repository, unread: unread.size });
  }

  private result(): ScanResult {
    const { trouble } = this.ports.index;
    const problems = [...this.problems.values()];
    return {
      kind: 'scan',
      read: this.done.size,
      total: this.names.length,
      problems: problems.slice(0, PROBLEMS_TOLD),
      problemCount: problems.length,
      ...(trouble ? { trouble } : {}),
    };
  }
}

/** Starts a run that reads a registry into the index, or goes on with one that has not ended; its id. @throws Failure NOT_FOUND. */
function beginScan(ports: ScanPorts, scan: OpenScan): string {
  const { connectionId, again, paused } = scan;
  const { name } = ports.clients.connection(connectionId);
  const work: RunWork<'scan'> = (control, report) => new Scan(ports, scan, control, report).run();
  const retry = (): string => beginScan(ports, { ...scan, paused: false });
  return ports.runs.start({ kind: 'scan', connectionId, connection: name, again }, work, retry, paused);
}

/** Starts a scan now; the one that is under way, where there is one. @throws Failure NOT_FOUND. */
export function startScan(ports: ScanPorts, { connectionId, again }: Pick<OpenScan, 'connectionId' | 'again'>): string {
  return ports.runs.under('scan', connectionId) ?? beginScan(ports, { connectionId, again, started: Date.now(), paused: false });
}

/** Goes on with the scans that an earlier start left. */
export async function resumeScans(ports: ScanPorts): Promise<void> {
  let open: readonly OpenScan[] = [];
  await ports.index.ask({ kind: 'scans' }, (part) => (open = part)).catch(() => {});
  for (const scan of open) if (ports.clients.find(scan.connectionId)) beginScan(ports, scan);
}
