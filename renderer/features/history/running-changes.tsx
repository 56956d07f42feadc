import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../../../shared/contract/history.ts';
import { historyChanged } from '../../lib/changes.ts';
import { runsQuery } from '../../lib/runs.ts';
import { useUi } from '../../lib/ui-state.ts';
import { Note } from '../../ui/note.tsx';
import { changeText } from './history-text.ts';
import { runningQuery } from './queries.ts';

/** ms between two reads of a change that runs without a dialog. */
const LOOK = 1_000;

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
  const { data } = useQuery({
    ...runningQuery,
    refetchInterval: ({ state }) => (!hasDialog && (state.data?.changes.length ?? 0) > 0 ? LOOK : false),
  });
  const shown = useRef<readonly Change[]>([]);
  useEffect(() => {
    if (!data) return;
    const running = new Set(data.changes.map(({ id }) => id));
    const ended = shown.current.filter(({ id }) => !running.has(id));
    shown.current = data.changes;
    if (ended.length > 0) void historyChanged();
    for (const change of ended) onChanged(change);
  }, [data, onChanged]);
  if (hasDialog) return null;
  return (data?.changes ?? [])
    .filter(({ id }) => !inRuns.has(id))
    .map((change) => (
      <Note key={change.id} role="status">
        <strong>{t('history.running', { what: changeText(t, change) })}</strong>
        <span className="dim">
          {t('history.runningDetail', {
            place: `${change.connection.name} / ${change.repository}`,
            count: change.steps,
          })}
        </span>
      </Note>
    ));
}
