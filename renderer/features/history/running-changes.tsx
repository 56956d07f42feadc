import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../../../shared/contract/history.ts';
import { historyChanged } from '../../lib/changes.ts';
import { runsQuery } from '../../lib/runs.ts';
import { useUi } from '../../lib/ui-state.ts';
import { Note } from '../../ui/note.tsx';
import { changeText } from './history-text.ts';
import { historyQuery, runningQuery } from './queries.ts';

/** ms between two looks at a change that runs without a dialog. */
const LOOK = 1_000;

const isRunning = ({ state }: Change): boolean => state === 'running';

/**
 * Changes that are under way though no dialog shows them, as after a reload or a dropped connection. `onChanged` is told of each once it has
 * ended.
 */
export function RunningChanges({ onChanged }: { readonly onChanged: (change: Change) => void }) {
  const { t } = useTranslation();
  const { data: runs = [] } = useQuery(runsQuery);
  // Runs are in a list of their own.
  const inRuns = new Set(runs.flatMap(({ changeIds }) => changeIds));
  const hasDialog = useUi((ui) => ui.dialog !== null);
  const { data, dataUpdatedAt } = useQuery(historyQuery);
  const isAny = data?.changes.some(isRunning) === true;
  const { data: polled, dataUpdatedAt: polledAt } = useQuery({ ...runningQuery, enabled: isAny && !hasDialog, refetchInterval: LOOK });
  const stepsOf = new Map(polled?.changes.map(({ id, steps }) => [id, steps]));
  const hasEnded = polledAt > dataUpdatedAt && data?.changes.some((change) => isRunning(change) && !stepsOf.has(change.id)) === true;
  // Asked again with each look, until the history says it, too.
  const endSeenAt = hasEnded ? polledAt : 0;
  useEffect(() => {
    if (endSeenAt > 0) void historyChanged();
  }, [endSeenAt]);
  const shown = useRef<readonly Change[]>([]);
  useEffect(() => {
    const changes = data?.changes ?? [];
    for (const { id } of shown.current) {
      const change = changes.find((one) => one.id === id);
      if (change && !isRunning(change)) onChanged(change);
    }
    shown.current = changes.filter(isRunning);
  }, [data, onChanged]);
  if (hasDialog) return null;
  return (data?.changes ?? [])
    .filter((change) => isRunning(change) && !inRuns.has(change.id))
    .map((change) => (
      <Note key={change.id} role="status">
        <strong>{t('history.running', { what: changeText(t, change) })}</strong>
        <span className="dim">
          {t('history.runningDetail', {
            place: `${change.connection.name} / ${change.repository}`,
            count: Math.max(change.steps.length, stepsOf.get(change.id) ?? 0),
          })}
        </span>
      </Note>
    ));
}
