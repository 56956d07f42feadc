const BATCH_SIZE = 100;
const BATCH_MS = 50;

/** Gathers what many workers finish into arrays of 100, or whatever 50 ms brought, so that messages to the page are few. */
export class Batches<T> {
  private items: T[] = [];
  private timer: NodeJS.Timeout | undefined;
  private wake: (() => void) | undefined;
  private due = false;
  private closed = false;
  private error: unknown;

  push(item: T): void {
    this.items.push(item);
    this.timer ??= setTimeout(() => this.ring(), BATCH_MS);
    if (this.items.length >= BATCH_SIZE) this.ring();
  }

  /** No more items; with an error, the reader gets what is there and then the error. */
  close(error?: unknown): void {
    this.closed = true;
    this.error = error;
    this.ring();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T[]> {
    while (true) {
      if (!this.due && !this.closed) await new Promise<void>((resolve) => (this.wake = resolve));
      this.due = false;
      const batch = this.items;
      this.items = [];
      if (batch.length > 0) yield batch;
      if (this.closed && this.items.length === 0) break;
    }
    if (this.error !== undefined) throw this.error;
  }

  private ring(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due = true;
    this.wake?.();
  }
}
