import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { showRepository } from '../../lib/places.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './history.module.css';
import { runText } from './history-text.ts';
import { recentChangesQuery } from './queries.ts';
import { recentRuns } from './recent-runs.ts';

/** Lines of the list. */
const MOST = 6;

/** What was changed on a registry last; choosing a change goes to its repository, or of several to History. */
export function RecentChanges({ connectionId }: { readonly connectionId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(recentChangesQuery);
  const changes = (data?.entries ?? []).flatMap((entry) =>
    entry.kind === 'change' && entry.change.connection.id === connectionId ? [entry.change] : [],
  );
  if (data && changes.length === 0) return <span className="faint">{t('registryPage.noneChanged')}</span>;
  return (
    <>
      <ul aria-label={t('registryPage.changed')} className={styles['recent']}>
        {recentRuns(changes)
          .slice(0, MOST)
          .map((run) => {
            const [change] = run;
            const isOne = run.length === 1;
            return (
              <li key={change.id}>
                <button
                  type="button"
                  onClick={() => (isOne ? showRepository(connectionId, change.repository) : openDialog({ kind: 'history' }))}
                >
                  <span className="cut">{runText(t, format, run)}</span>
                  <span className="faint" title={format.exactTime(change.at)}>
                    {format.ago(change.at)}
                  </span>
                </button>
              </li>
            );
          })}
      </ul>
      <Button variant="subtle" onClick={() => openDialog({ kind: 'history' })}>
        {t('registryPage.history')}
      </Button>
    </>
  );
}
