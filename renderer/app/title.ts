import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { percentOf } from '../../shared/run-progress.ts';
import { runsQuery } from '../lib/runs.ts';
import { titleOf } from './title-of.ts';

const shown: { place: string; percent: number | undefined } = { place: 'Longshore', percent: undefined };

function show(): void {
  document.title = titleOf(shown.place, shown.percent);
}

/** Sets the place that the title names. */
export function setTitle(place: string): void {
  shown.place = place;
  show();
}

/**
 * Keeps the progress of runs in the title: a tab or a minimised window shows nothing else. A component that draws nothing: what draws the window would
 * draw all of it at each step, and a field whose text is asked about once it rests would never rest.
 */
export function ProgressInTitle(): null {
  const { data: runs = [] } = useQuery(runsQuery);
  const percent = percentOf(runs);
  const whole = percent === undefined ? undefined : Math.floor(percent);
  useEffect(() => {
    shown.percent = whole;
    show();
  }, [whole]);
  return null;
}
