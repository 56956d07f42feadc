/**
 * Carries what workers finish to one reader, in batches: an item waits `wait` ms at the most, or as long as it says, and there are `most` items in
 * a batch. So many workers make few messages.
 */
export class AsyncQueue<T> {
  private items: T[] = [];
  private timer: NodeJS.Timeout | undefined;
  private wake: (() => void) | undefined;
  /** When the timer rings, in ms. */
  private rings = 0;
  private isDue = false;
  private isClosed = false;
  private error: unknown;
  private readonly wait: number;
  private readonly most: number;

  constructor({ wait, most = Number.POSITIVE_INFINITY }: { readonly wait: number; readonly most?: number }) {
    this.wait = wait;
    this.most = most;
  }

  push(item: T, wait = this.wait): void {
    if (this.isClosed) return;
    this.items.push(item);
    if (wait === 0 || this.items.length >= this.most) return this.ring();
    const at = performance.now() + wait;
    if (this.timer && this.rings <= at) return;
    clearTimeout(this.timer);
    this.rings = at;
    this.timer = setTimeout(() => this.ring(), wait);
  }

  /** Hands out what waits, where one of it has become urgent. */
  hurry(isUrgent: (item: T) => boolean): void {
    if (this.items.some(isUrgent)) this.ring();
  }

  /** No more items. With an error, the reader gets what is left and then the error. */
  close(error?: unknown): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.error = error;
    this.ring();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T[]> {
    while (true) {
      if (!this.isDue && !this.isClosed) await new Promise<void>((resolve) => (this.wake = resolve));
      this.isDue = false;
      const batch = this.items;
      this.items = [];
      if (batch.length > 0) yield batch;
      if (this.isClosed && this.items.length === 0) break;
    }
    if (this.error !== undefined) throw this.error;
  }

  private ring(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isDue = true;
    this.wake?.();
  }
}

/** Does a job and yields what it emits, one at a time. A reader that leaves does not end the job: its own signal does. */
export async function* emitted<T>(job: (emit: (event: T) => void) => Promise<void>): AsyncGenerator<T> {
  const queue = new AsyncQueue<T>({ wait: 0 });
  job((event) => queue.push(event)).then(
    () => queue.close(),
    (error: unknown) => queue.close(error),
  );
  try {
    for await (const events of queue) yield* events;
  } finally {
    queue.close();
  }
}
