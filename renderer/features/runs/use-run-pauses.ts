import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Run } from '../../../shared/contract/runs.ts';
import { runsQuery } from '../../lib/runs.ts';

/** Calls back with each run that is paused from now on: what it has done until then may stay so for hours. */
export function useRunPauses(onPause: (run: Run) => void): void {
  const { data: runs } = useQuery(runsQuery);
  const known = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const paused = runs?.filter(({ state }) => state === 'paused') ?? [];
    for (const run of paused) if (!known.current.has(run.id)) onPause(run);
    known.current = new Set(paused.map(({ id }) => id));
  }, [runs, onPause]);
}
