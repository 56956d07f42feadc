import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, SettleWay } from '../../../shared/contract/history.ts';
import { hasEnded, type Run } from '../../../shared/contract/runs.ts';
import { historyChanged } from '../../lib/changes.ts';
import { client } from '../../lib/client.ts';
import { FOCUS_SETTLED, focusIfLost } from '../../lib/last-focus.ts';
import { runsQuery } from '../../lib/runs.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { RunButtons } from '../../ui/run-parts.tsx';
import styles from './history.module.css';
import { changeText } from './history-text.ts';
import { doneQuery, interruptedQuery } from './queries.ts';
import { settleRunOf, waitingText } from './settle-run.ts';
import { UndoMeter } from './undo-meter.tsx';

const WAYS = ['ask', 'restore', 'complete', 'leave'] as const;

/** A change that waits for a decision; while one is carried out, its run. */
function Waiting({ change, run }: { readonly change: Change; readonly run: Run | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: done } = useQuery({ ...doneQuery(change.id), enabled: change.tags > 1 });
  const begin = useMutation({
    mutationFn: (how: SettleWay) => client.history.settle({ id: change.id, how }),
    onSettled: historyChanged,
  });
  const live = run && !hasEnded(run) ? run : undefined;
  const how = live?.about.kind === 'undo' ? live.about.how : undefined;
  const failure = begin.error ?? (live ? undefined : run?.failure);
  // The file that was being loaded may have changed since: it is loaded again from its dialog.
  const ways = WAYS.filter((way) => way !== 'complete' || change.what !== 'load');
  return (
    <Note tone="warn" role="alert">
      <strong>{t(change.state === 'unknown' ? 'history.unknown' : 'history.interrupted')}</strong>
      <span>
        {changeText(t, change)} ({change.connection.name} / {change.repository})
      </span>
      <span className="dim">{waitingText(t, format, change, done, run)}</span>
      {live && <UndoMeter progress={live.progress} />}
      <div className={styles['ways']}>
        {ways.map((way) => (
          <Button
            key={way}
            variant={way === 'restore' ? 'filled' : 'default'}
            loading={how === way || (begin.isPending && begin.variables === way)}
            disabled={live !== undefined || begin.isPending}
            onClick={() => begin.mutate(way)}
          >
            {t(`history.settle.${way}`)}
          </Button>
        ))}
        {live && <RunButtons run={live} />}
      </div>
      {failure !== undefined && failure !== null && <FailureNote error={failure} handlers={{}} />}
    </Note>
  );
}

/** Changes without a proven end: the person decides what becomes of them. One that is being settled is shown with its run. */
export function InterruptedChanges() {
  const { data } = useQuery(interruptedQuery);
  const { data: runs = [] } = useQuery(runsQuery);
  const count = data?.changes.length ?? 0;
  // One that was decided has left, and the button that did it with it.
  const before = useRef(count);
  useEffect(() => {
    const isLess = count < before.current;
    before.current = count;
    if (!isLess) return;
    const late = setTimeout(focusIfLost, FOCUS_SETTLED);
    return () => clearTimeout(late);
  }, [count]);
  return (data?.changes ?? []).map((change) => <Waiting key={change.id} change={change} run={settleRunOf(runs, change.id)} />);
}
