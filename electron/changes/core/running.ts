import { Failure } from '../../../shared/errors.ts';

/** The changes that are under way: whoever wants to end the application, or the connection beneath them, waits for these first. */
export class RunningChanges {
  private readonly running = new Map<Promise<unknown>, string>();
  /** Changes of which it is being carried out what the person decided. */
  private readonly decided = new Set<string>();

  /** Counts a change as running until it has ended, well or not. */
  track<T>(connectionId: string, change: Promise<T>): Promise<T> {
    this.running.set(change, connectionId);
    const done = (): void => void this.running.delete(change);
    change.then(done, done);
    return change;
  }

  get isEmpty(): boolean {
    return this.running.size === 0;
  }

  /** Does what was decided about a recorded change; until it has ended, nothing else is done about that change. @throws Failure CONFLICT. */
  async alone<T>(changeId: string, work: () => Promise<T>): Promise<T> {
    if (this.decided.has(changeId)) throw new Failure('CONFLICT', { what: 'change-running', subject: changeId });
    this.decided.add(changeId);
    try {
      return await work();
    } finally {
      this.decided.delete(changeId);
    }
  }

  /** Resolves once nothing is under way, over this connection or over any. */
  async idle(connectionId?: string): Promise<void> {
    const waited = [...this.running].filter(([, id]) => connectionId === undefined || id === connectionId).map(([change]) => change);
    if (waited.length === 0) return;
    await Promise.allSettled(waited);
    await this.idle(connectionId);
  }
}
