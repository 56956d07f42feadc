/** The changes that are under way: whoever wants to end the application, or the connection beneath them, waits for these first. */
export class RunningChanges {
  private readonly running = new Map<Promise<unknown>, string>();

  /** Counts a change as running until it has ended, well or not. */
  track<T>(connectionId: string, change: Promise<T>): Promise<T> {
    this.running.set(change, connectionId);
    const done = (): void => void this.running.delete(change);
    change.then(done, done);
    return change;
  }

  /** Resolves once nothing is under way, over this connection or over any. */
  async idle(connectionId?: string): Promise<void> {
    const waited = [...this.running].filter(([, id]) => connectionId === undefined || id === connectionId).map(([change]) => change);
    if (waited.length === 0) return;
    await Promise.allSettled(waited);
    await this.idle(connectionId);
  }
}
