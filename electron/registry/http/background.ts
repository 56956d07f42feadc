import { AsyncLocalStorage } from 'node:async_hooks';

/** Requests that nobody in front of the window waits for: the most to one registry at once. */
const MOST = 4;

/** Waits until work may send its next request, for example while it is paused. */
type Turn = () => Promise<void>;

/** How often such a request is sent: again where it fails in a way that passes, or once and no more. */
type Tries = 'again' | 'once';

const backgrounds = new AsyncLocalStorage<{ readonly turn: Turn; readonly tries: Tries }>();

/** Does work that nobody waits for: each of its requests waits for `turn`, and for everything that somebody waits for. */
export const inBackground = <T>(turn: Turn, work: () => Promise<T>, tries: Tries = 'again'): Promise<T> =>
  backgrounds.run({ turn, tries }, work);

/** Whether the work that asks wants each of its requests sent once. */
export const isSentOnce = (): boolean => backgrounds.getStore()?.tries === 'once';

/** Lets the requests to one registry that nobody waits for begin only while there are none of the others. */
export class Courtesy {
  private awaited = 0;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** Waits for a turn; what it gives back ends the turn. A request that somebody waits for has it at once. @throws the signal's reason. */
  async turn(signal: AbortSignal | undefined): Promise<() => void> {
    const turn = backgrounds.getStore()?.turn;
    if (!turn) {
      this.awaited++;
      return this.ending(() => this.awaited--);
    }
    await turn();
    while (this.awaited > 0 || this.running >= MOST) {
      signal?.throwIfAborted();
      await this.next(signal);
    }
    signal?.throwIfAborted();
    this.running++;
    return this.ending(() => this.running--);
  }

  private ending(end: () => void): () => void {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      end();
      if (this.awaited === 0) for (const wake of this.waiting.splice(0)) wake();
    };
  }

  private next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      signal?.addEventListener('abort', wake, { once: true });
      this.waiting.push(wake);
    });
  }
}
