import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { hasEnded, type RunDetail } from '../../shared/contract/runs.ts';
import { readFailure } from './failure.ts';
import { dismissRun, runQuery } from './runs.ts';

/** The run of a dialog: not begun, under way, or ended. */
export type RunView = {
  /** What is known of it; undefined until it has begun. */
  readonly detail: RunDetail | undefined;
  /** It is being begun, or under way. */
  readonly isBusy: boolean;
  /** Why it could not begin, or what it failed with. */
  readonly failure: unknown;
  readonly start: (begin: () => Promise<{ readonly runId: string }>) => Promise<void>;
};

/**
 * Begins a run, or follows the one with this id. It goes on in the main process when the dialog closes. `onBegun` keeps the id, so that the dialog
 * finds it again.
 */
export function useRun(runId: string | undefined, onBegun: (runId: string) => void): RunView {
  const [isStarting, setStarting] = useState(false);
  const [refused, setRefused] = useState<unknown>();
  const { data, error } = useQuery({ ...runQuery(runId ?? ''), enabled: runId !== undefined });
  const detail = runId === undefined ? undefined : (data ?? undefined);
  // Over a dropped connection nothing is heard of it for a while.
  const lost = runId !== undefined && error && readFailure(error).code !== 'DISCONNECTED' ? error : undefined;
  const isOver = detail !== undefined && hasEnded(detail.run);
  // The dialog shows how it ended: the list of runs need not.
  useEffect(() => {
    if (runId !== undefined && isOver) dismissRun(runId);
  }, [runId, isOver]);
  return {
    detail,
    isBusy: isStarting || (runId !== undefined && !isOver && !lost),
    failure: refused ?? detail?.run.failure ?? lost,
    async start(begin) {
      setStarting(true);
      setRefused(undefined);
      try {
        onBegun((await begin()).runId);
      } catch (problem) {
        setRefused(problem);
      } finally {
        setStarting(false);
      }
    },
  };
}
