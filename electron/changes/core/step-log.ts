import type { Change, StepRequest } from '../../../shared/contract/history.ts';

/** Writes a step down before it is sent, and what came of it after; handed in by the application. */
export type StepLog = {
  /** @throws Failure STORAGE before anything is sent, where it cannot be written; and what `send` throws. */
  step<T>(request: StepRequest, send: () => Promise<T>): Promise<T>;
  /** Tags that turned out to have been moved, too: an undo is to know of them. */
  alsoMoved(moves: Change['moves']): Promise<void>;
};
