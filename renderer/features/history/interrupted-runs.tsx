import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Change } from '../../../shared/contract/history.ts';
import { hasEnded } from '../../../shared/contract/runs.ts';
import { runBegun } from '../../lib/activity.ts';
import { historyChanged } from '../../lib/changes.ts';
import { client } from '../../lib/client.ts';
import { reasonText } from '../../lib/run-words.ts';
import { runsQuery } from '../../lib/runs.ts';
import { placeText } from '../../lib/text/place-text.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import styles from './history.module.css';
import { changeText } from './history-text.ts';
import { interruptedQuery } from './queries.ts';
import { settleRunOf } from './settle-run.ts';

function InterruptedRun({ change }: { readonly change: Change }) {
  const { t } = useTranslation();
  const complete = useMutation({
    mutationFn: () => client.history.settle({ id: change.id, how: 'complete' }),
    onSuccess: ({ runId }) => runBegun(runId),
    onSettled: historyChanged,
  });
  const title = changeText(t, change);
  const where = placeText({ connection: change.connection.name, repository: change.repository });
  return (
    <li className={styles['interruptedRun']} aria-label={title}>
      <strong className="cut" title={title}>
        <MiddleCut text={title} />
      </strong>
      <span className="dim cut" title={where}>
        <MiddleCut text={where} />
      </span>
      <span className={styles['interruptedState']}>{t('history.interrupted')}</span>
      {complete.error && <span className={styles['interruptedState']}>{reasonText(t, complete.error)}</span>}
      <div>
        <Button variant="default" size="xs" loading={complete.isPending} onClick={() => complete.mutate()}>
          {t('history.settle.complete')}
        </Button>
      </div>
    </li>
  );
}

/** Copies that an earlier start did not live to end, as the panel of runs shows them until they are taken up. The page itself offers more choices. */
export function InterruptedRuns() {
  const { t } = useTranslation();
  const { data } = useQuery(interruptedQuery);
  const { data: runs = [] } = useQuery(runsQuery);
  const left = (data?.changes ?? []).filter(({ id, what, state }) => {
    const run = settleRunOf(runs, id);
    return what === 'copy' && state === 'interrupted' && (run === undefined || hasEnded(run));
  });
  if (left.length === 0) return null;
  return (
    <ul className={styles['interruptedRuns']} aria-label={t('history.interrupted')}>
      {left.map((change) => (
        <InterruptedRun key={change.id} change={change} />
      ))}
    </ul>
  );
}
