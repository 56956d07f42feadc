import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Run } from '../../../shared/contract/runs.ts';
import { runsQuery, takeEnded } from '../../lib/runs.ts';

/** Calls back with each run that ends while the page is there, also where it ended before the caller was loaded. One caller gets each. */
export function useRunEnds(onEnd: (run: Run) => void): void {
  const { data: runs } = useQuery(runsQuery);
  useEffect(() => {
    if (runs) for (const run of takeEnded(runs)) onEnd(run);
  }, [runs, onEnd]);
}
