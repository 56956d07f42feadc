import { useState } from 'react';
import type { HistoryProgress } from '../../../shared/contract/history.ts';
import { sayToRun } from '../../lib/runs.ts';

/** One long run of a dialog: under way or not, how far, and how it ended. */
export type WorkState<P = HistoryProgress> = {
  readonly running: boolean;
  readonly progress: P | undefined;
  /** It was told to stop. */
  readonly stopped: boolean;
  readonly failure: unknown;
  /** Does the work; false where it failed or was stopped. */
  readonly start: (work: (runId: string, onProgress: (progress: P) => void) => Promise<void>) => Promise<boolean>;
  readonly stop: () => void;
};

/** What a dialog knows of the run that it began. */
export function useWork<P = HistoryProgress>(): WorkState<P> {
  const [runId, setRunId] = useState<string>();
  const [progress, setProgress] = useState<P>();
  const [stopped, setStopped] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  return {
    running: runId !== undefined,
    progress,
    stopped,
    failure,
    async start(work) {
      const id = crypto.randomUUID();
      setRunId(id);
      setFailure(undefined);
      setStopped(false);
      try {
        await work(id, setProgress);
        return true;
      } catch (error) {
        setFailure(error);
        return false;
      } finally {
        setRunId(undefined);
        setProgress(undefined);
      }
    },
    stop() {
      if (runId === undefined) return;
      setStopped(true);
      sayToRun(runId, 'stop').catch(() => setStopped(false));
    },
  };
}
