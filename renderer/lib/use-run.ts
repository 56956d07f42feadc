import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { hasEnded, type RunDetail } from '../../shared/contract/runs.ts';
import { readFailure } from '../../shared/shown-failure.ts';
import { runBegun } from './activity.ts';
import { runQuery } from './runs.ts';

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

/** Begins a run, with which the dialog closes, or follows the one with this id for which the dialog was opened again. */
export function useRun(runId: string | undefined): RunView {
  const [isStarting, setStarting] = useState(false);
  const [refused, setRefused] = useState<unknown>();
  const { data, error } = useQuery({ ...runQuery(runId ?? ''), enabled: runId !== undefined });
  const detail = runId === undefined ? undefined : (data ?? undefined);
  // Over a dropped connection nothing is heard of it for a while.
  const lost = runId !== undefined && error && readFailure(error).code !== 'DISCONNECTED' ? error : undefined;
  const isOver = detail !== undefined && hasEnded(detail.run);
  return {
    detail,
    isBusy: isStarting || (runId !== undefined && !isOver && !lost),
    failure: refused ?? detail?.run.failure ?? lost,
    async start(begin) {
      setStarting(true);
      setRefused(undefined);
      try {
        runBegun((await begin()).runId);
      } catch (problem) {
        setRefused(problem);
      } finally {
        setStarting(false);
      }
    },
  };
}
