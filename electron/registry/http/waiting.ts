import { AsyncLocalStorage } from 'node:async_hooks';

/** Work that failed in a way that passes, and is tried again. */
export type Waiting = {
  readonly failure: unknown;
  /** ms since 1970 at which it is tried again. */
  readonly until: number;
  /** The try that failed, from 1, of `tries`; absent where the work goes on without it, too. */
  readonly attempt: number;
  readonly tries?: number | undefined;
};

/** Called when a request begins to wait before it is tried again, and, with undefined, when none waits any more. */
type OnWaiting = (waiting: Waiting | undefined) => void;

/** What waits within one piece of work, which may send several requests at once. */
class Waits {
  private readonly open = new Set<Waiting>();
  private readonly onWaiting: OnWaiting;

  constructor(onWaiting: OnWaiting) {
    this.onWaiting = onWaiting;
  }

  begin(waiting: Waiting): void {
    this.open.add(waiting);
    this.onWaiting(waiting);
  }

  end(waiting: Waiting): void {
    if (this.open.delete(waiting) && this.open.size === 0) this.onWaiting(undefined);
  }
}

const waits = new AsyncLocalStorage<Waits>();

/** Does work whose waiting before further tries is reported, however deep in it a request is tried again. */
export const reportWaiting = <T>(onWaiting: OnWaiting, work: () => Promise<T>): Promise<T> => waits.run(new Waits(onWaiting), work);

/** Notes that the work around it waits; what it returns notes that the next try has ended. */
export function noteWaiting(waiting: Waiting): () => void {
  const around = waits.getStore();
  around?.begin(waiting);
  return () => around?.end(waiting);
}
