import { setTimeout as wait } from 'node:timers/promises';
import { noteWaiting } from './waiting.ts';

export type Retry<T> = {
  /** How often the work is done at most. */
  readonly tries: number;
  /** ms before the second try, about; twice as long before each further one. */
  readonly pause: number;
  /** Whether a failure is worth another try. */
  readonly when: (error: unknown) => boolean;
  /** Whether a result is; a number is the least to wait, in ms. The last result is handed out as it is. */
  readonly again?: (result: T) => boolean | number;
  /** A person is told that it waits, with the number of tries where the work ends with the last. Not where it takes a moment only. */
  readonly told?: 'waits' | 'tries';
  /** Ends the waiting and the trying. */
  readonly signal?: AbortSignal | undefined;
};

type Pause = {
  /** The try that failed, from 1, of `tries`, and why. */
  readonly attempt: number;
  readonly tries?: number | undefined;
  readonly failure?: unknown;
  readonly pause: number;
  /** The least to wait, in ms. */
  readonly least?: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Waits before the next try: longer each time, and not in step with others. Where a failure is the reason, the work around it is told; it is told of
 * the end by what this returns, once the next try has ended. @throws AbortError.
 */
export async function backOff({ attempt, tries, failure, pause, least = 0, signal }: Pause): Promise<() => void> {
  const delay = Math.max(pause * 2 ** (attempt - 1) * (0.5 + Math.random()), least);
  const end = failure === undefined ? () => {} : noteWaiting({ failure, until: Date.now() + delay, attempt, tries });
  try {
    await wait(delay, undefined, signal ? { signal } : {});
    return end;
  } catch (error) {
    end();
    throw error;
  }
}

/** Does work again while it fails in a way that passes. @throws what the last try throws; AbortError. */
export async function retry<T>(work: (attempt: number) => Promise<T>, { tries, pause, when, again, told, signal }: Retry<T>): Promise<T> {
  let end = (): void => {};
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= tries;
    let least = 0;
    let failure: unknown;
    try {
      const result = await work(attempt);
      const more = isLast ? false : (again?.(result) ?? false);
      if (more === false) return result;
      least = more === true ? 0 : more;
    } catch (error) {
      if (isLast || signal?.aborted || !when(error)) throw error;
      if (told) failure = error;
    } finally {
      end();
    }
    end = await backOff({ attempt, tries: told === 'tries' ? tries : undefined, failure, pause, least, signal });
  }
}
