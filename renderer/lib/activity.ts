import { create } from 'zustand';
import { hasEnded, type Run } from '../../shared/contract/runs.ts';
import { queryClient } from './query-client.ts';
import { runsQuery } from './runs.ts';
import { closeDialog } from './ui-state.ts';

type Activity = {
  /** Whether the panel of runs is shown. `itself`: it opened by itself, and closes by itself once there is nothing to read. */
  readonly isOpen: boolean | 'itself';
  /** Runs that were begun on this page. The list may not have them yet. */
  readonly begun: ReadonlySet<string>;
};

/** The id by which the button names the panel that it shows. */
export const PANEL_ID = 'activity';

/** The panel of runs. */
export const useActivity = create<Activity>(() => ({ isOpen: false, begun: new Set() }));

/** ms after which a run that has not ended shows the panel. */
const SHORT = 1_000;

/** Runs for which the person has closed the panel: it does not open by itself for them again. */
const quiet = new Set<string>();

const knownRuns = (): readonly Run[] => queryClient.getQueryData(runsQuery.queryKey) ?? [];

export const showActivity = (): void => useActivity.setState({ isOpen: true });

export function hideActivity(): void {
  const { begun } = useActivity.getState();
  for (const id of [...begun, ...knownRuns().map((run) => run.id)]) quiet.add(id);
  useActivity.setState({ isOpen: false });
}

/** Shows the panel for a run that was begun on this page, unless the person has closed it since. */
export function showActivityFor(runId: string): void {
  const { begun, isOpen } = useActivity.getState();
  if (begun.has(runId) && !quiet.has(runId) && isOpen === false) useActivity.setState({ isOpen: 'itself' });
}

/** A dialog has begun a run: the dialog closes, and the panel shows the run unless it is over in a moment. */
export function runBegun(runId: string): void {
  useActivity.setState(({ begun }) => ({ begun: new Set([...begun, runId]) }));
  closeDialog();
  setTimeout(() => {
    const run = knownRuns().find(({ id }) => id === runId);
    if (!run || !hasEnded(run)) showActivityFor(runId);
  }, SHORT);
}
