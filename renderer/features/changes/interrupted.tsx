import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Change } from '../../../shared/contract/history.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './history.module.css';
import { changeText } from './history-text.ts';
import { historyQuery, useSettle } from './queries.ts';

const WAYS = ['put-back', 'finish', 'leave'] as const;

function Interrupted({ change, onChanged }: { readonly change: Change; readonly onChanged: (change: Change) => void }) {
  const { t } = useTranslation();
  const settle = useSettle();
  // The file that was being loaded may be another by now: loading it is begun anew from its dialog.
  const ways = WAYS.filter((how) => how !== 'finish' || change.what !== 'load');
  return (
    <Note tone="warn" role="alert">
      <strong>{t('past.interrupted')}</strong>
      <span>
        {changeText(t, change)} ({change.connection.name} / {change.repository})
      </span>
      <span className="dim">{t('past.interruptedDetail')}</span>
      <div className={styles['ways']}>
        {ways.map((how, i) => (
          <Button
            key={how}
            variant={i === 0 ? 'filled' : 'default'}
            loading={settle.isPending && settle.variables.how === how}
            disabled={settle.isPending}
            onClick={() => settle.mutate({ id: change.id, how }, { onSettled: () => onChanged(change) })}
          >
            {t(`past.settle.${how}`)}
          </Button>
        ))}
      </div>
      {settle.error && <FailureNote error={settle.error} handlers={{ retry: () => settle.reset() }} />}
    </Note>
  );
}

/** Changes that the application did not live to end: what becomes of them is the person's to say. */
export function InterruptedChanges({ onChanged }: { readonly onChanged: (change: Change) => void }) {
  const { data } = useQuery(historyQuery);
  const open = (data?.changes ?? []).filter(({ state }) => state === 'interrupted');
  return open.map((change) => <Interrupted key={change.id} change={change} onChanged={onChanged} />);
}
