import { setTimeout as wait } from 'node:timers/promises';

export type Retry<T> = {
  /** How often the work is done at most. */
  readonly tries: number;
  /** ms before the second try, about; twice as long before each further one. */
  readonly pause: number;
  /** Whether a failure is worth another try. */
  readonly when: (error: unknown) => boolean;
  /** Whether a result is; a number is the least to wait, in ms. The last result is handed out as it is. */
  readonly again?: (result: T) => boolean | number;
  /** Ends the waiting and the trying. */
  readonly signal?: AbortSignal | undefined;
};

/** Waits before the try after this one: longer each time, and not in step with others. @throws AbortError. */
export async function backOff(attempt: number, pause: number, signal?: AbortSignal, least = 0): Promise<void> {
  const delay = pause * 2 ** (attempt - 1) * (0.5 + Math.random());
  await wait(Math.max(delay, least), undefined, signal ? { signal } : {});
}

/** Does work again while it fails in a way that passes. @throws what the last try throws; AbortError. */
export async function retry<T>(work: (attempt: number) => Promise<T>, { tries, pause, when, again, signal }: Retry<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= tries;
    let least = 0;
    try {
      const result = await work(attempt);
      const more = isLast ? false : (again?.(result) ?? false);
      if (more === false) return result;
      least = more === true ? 0 : more;
    } catch (error) {
      if (isLast || signal?.aborted || !when(error)) throw error;
    }
    await backOff(attempt, pause, signal, least);
  }
}
