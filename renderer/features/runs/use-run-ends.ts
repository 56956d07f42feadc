import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { hasEnded, type Run } from '../../../shared/contract/runs.ts';
import { endedSince } from '../../lib/run-changes.ts';
import { runsQuery } from '../../lib/runs.ts';

/** Calls back with each run whose end this page sees. */
export function useRunEnds(onEnd: (run: Run) => void): void {
  const { data: runs } = useQuery(runsQuery);
  const known = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    if (!runs) return;
    const ended = endedSince(known.current, runs);
    known.current = new Set(runs.filter(hasEnded).map(({ id }) => id));
    for (const run of ended) onEnd(run);
  }, [runs, onEnd]);
}
