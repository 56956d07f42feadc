import { AsyncLocalStorage } from 'node:async_hooks';

const begun = new AsyncLocalStorage<number>();

/** Does work that is known to have begun now: `at` in ms since 1970. */
export const asBegun = <T>(at: number, work: () => T): T => begun.run(at, work);

/** When the work began that asks; undefined outside of a run, where it is now. */
export const begunAt = (): number | undefined => begun.getStore();
