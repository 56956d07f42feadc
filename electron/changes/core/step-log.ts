import type { Move, StepRequest } from '../../../shared/contract/history.ts';

/** Records a step before it is sent, and its answer after; handed in by the application. */
export type StepLog = {
  /** @throws Failure STORAGE before anything is sent, where it cannot be written; and what `send` throws. */
  step<T>(request: StepRequest, send: () => Promise<T>): Promise<T>;
  /** Records that more tags were moved, because an undo needs them. */
  alsoMoved(moves: readonly Move[]): Promise<void>;
};
