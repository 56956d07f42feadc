import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isWaiting } from '../../../shared/change.ts';
import type { Change, HistoryProgress, SettleWay } from '../../../shared/contract/history.ts';
import { notice } from '../../lib/notice.ts';
import { Note } from '../../ui/note.tsx';
import styles from './history.module.css';
import { changeText } from './history-text.ts';
import { interruptedQuery, runSettle } from './queries.ts';
import { SettleMeter } from './settle-meter.tsx';
import { useWork } from './use-work.ts';
import { WorkEnd } from './work-end.tsx';

const WAYS = ['ask', 'restore', 'complete', 'leave'] as const;

type WaitingProps = {
  readonly change: Change;
  readonly onWorking: (change: Change, isWorking: boolean) => void;
  readonly onChanged: (change: Change) => void;
};

function Waiting({ change, onWorking, onChanged }: WaitingProps) {
  const { t } = useTranslation();
  const kind = change.state === 'unknown' ? 'unknown' : 'interrupted';
  const run = useWork<HistoryProgress>();
  const [said, setSaid] = useState<'stopped' | 'between'>();
  const [chosen, setChosen] = useState<SettleWay>();
  // The file that was being loaded may have changed since: it is loaded again from its dialog.
  const ways = WAYS.filter((how) => how !== 'complete' || change.what !== 'load');
  const stopped = t('history.stopped', { choice: t(`history.settle.${chosen ?? 'complete'}`) });
  const settle = async (how: SettleWay): Promise<void> => {
    setSaid(undefined);
    setChosen(how);
    onWorking(change, true);
    await run.start(async (runId, onProgress) => {
      const { change: now, stopped } = await runSettle({ id: change.id, runId, how }, onProgress);
      if (stopped) setSaid('stopped');
      else if (isWaiting(now)) setSaid('between');
      else if (now.state === 'partly') notice(changeText(t, now), t('history.leftOut'));
      if (how === 'ask' && !isWaiting(now))
        notice(changeText(t, now), t(now.state === 'done' ? 'history.askedDone' : 'history.askedNotDone'));
    });
    onWorking(change, false);
    onChanged(change);
  };
  return (
    <Note tone="warn" role="alert">
      <strong>{t(`history.${kind}`)}</strong>
      <span>
        {changeText(t, change)} ({change.connection.name} / {change.repository})
      </span>
      <span className="dim">{said === 'stopped' ? stopped : t(said === undefined ? `history.${kind}Detail` : `history.${said}`)}</span>
      {run.running && <SettleMeter progress={run.progress} />}
      <div className={styles['ways']}>
        {ways.map((how) => (
          <Button
            key={how}
            variant={how === 'restore' ? 'filled' : 'default'}
            loading={run.running && chosen === how}
            disabled={run.running}
            onClick={() => void settle(how)}
          >
            {t(`history.settle.${how}`)}
          </Button>
        ))}
        {run.running && (
          <Button variant="default" disabled={run.stopped} onClick={run.stop}>
            {t(run.stopped ? 'history.stopping' : 'history.stop')}
          </Button>
        )}
      </div>
      <WorkEnd work={run} stopped={stopped} />
    </Note>
  );
}

/** Changes without a proven end: the person decides what becomes of them. */
export function InterruptedChanges({ onChanged }: { readonly onChanged: (change: Change) => void }) {
  const { data } = useQuery(interruptedQuery);
  const [working, setWorking] = useState<readonly Change[]>([]);
  const note = (change: Change, isWorking: boolean): void =>
    setWorking((before) => [...before.filter(({ id }) => id !== change.id), ...(isWorking ? [change] : [])]);
  // A change that is worked on is running, and is kept on screen with its progress.
  const shown = [...new Map([...working, ...(data?.changes ?? [])].map((change) => [change.id, change])).values()];
  return shown.map((change) => <Waiting key={change.id} change={change} onWorking={note} onChanged={onChanged} />);
}
