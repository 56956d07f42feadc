import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { askToNotify, notifyPermission } from '../../lib/notifications.ts';
import { closeDialog, remember } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { watchQuery } from './queries.ts';
import { sinceYesterday } from './since-yesterday.ts';
import styles from './watch.module.css';
import { WatchForm } from './watch-form.tsx';
import { ChangeLine, WatchLine } from './watch-lines.tsx';

/** Changes that are listed. */
const MOST = 200;

/** In a browser, the permission is asked for by a click. */
function NotifyButton() {
  const { t } = useTranslation();
  const [permission, setPermission] = useState(notifyPermission);
  if (permission !== 'default') return null;
  const ask = async (): Promise<void> => {
    setPermission(await askToNotify());
    remember({ notifyRunEnd: true });
  };
  return (
    <Button variant="subtle" onClick={() => void ask()}>
      {t('watch.notify')}
    </Button>
  );
}

function Changes({ now }: { readonly now: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(watchQuery);
  const changes = sinceYesterday(data?.changes ?? [], now);
  const more = changes.length - MOST;
  return (
    <section className={styles['part']}>
      <h3 className={styles['heading']}>{t('watch.since')}</h3>
      {data && changes.length === 0 && <span className="faint">{t('watch.noChange')}</span>}
      {changes.length > 0 && (
        <ul className={styles['list']} aria-label={t('watch.since')}>
          {changes.slice(0, MOST).map((change) => (
            <ChangeLine key={`${change.connectionId} ${change.repository} ${change.tag} ${change.at}`} change={change} />
          ))}
        </ul>
      )}
      {more > 0 && <span className="faint">{t('dialog.more', { count: more, shown: format.number(more) })}</span>}
    </section>
  );
}

type Props = {
  /** What is to be watched; absent where only the list is looked at. */
  readonly about: { readonly connectionId: string; readonly repository: string; readonly pattern?: string } | undefined;
  readonly connections: readonly Connection[];
};

/** What is watched, and what was found since yesterday. */
export function WatchDialog({ about, connections }: Props) {
  const { t } = useTranslation();
  const { data, error } = useQuery(watchQuery);
  const now = useNow(true);
  const nameOf = (id: string): string => connections.find((connection) => connection.id === id)?.name ?? '';
  const isAny = data !== undefined && data.watches.length > 0;
  const isHeld = data !== undefined && data.held.length > 0;
  return (
    <Dialog onClose={closeDialog} title={t('watch.title')} size={640}>
      <DialogBody>
        {about && <WatchForm {...about} />}
        {data?.held.map((reason) => (
          <Note key={reason} tone="warn" role="status">
            {t(`watch.held.${reason}`)}
          </Note>
        ))}
        {error && <FailureNote error={error} handlers={{}} />}
        {!data && !error && <Skeleton height={60} />}
        {data && (isAny || !about) && (
          <section className={styles['part']}>
            <h3 className={styles['heading']}>{t('watch.watched')}</h3>
            {!isAny && <span className="faint">{t('watch.nothing')}</span>}
            {isAny && (
              <ul className={styles['list']} aria-label={t('watch.watched')}>
                {data.watches.map((watch) => (
                  <WatchLine key={watch.id} watch={watch} registry={nameOf(watch.connectionId)} now={now} isHeld={isHeld} />
                ))}
              </ul>
            )}
          </section>
        )}
        {data && (isAny || data.changes.length > 0) && <Changes now={now} />}
      </DialogBody>
      <DialogFooter start={<NotifyButton />}>
        <Button variant="default" onClick={closeDialog} data-autofocus={about ? undefined : true}>
          {t('dialog.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
