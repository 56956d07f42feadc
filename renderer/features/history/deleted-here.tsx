import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './history.module.css';
import { lastOfTagQuery } from './queries.ts';

type TagOf = {
  readonly connectionId: string;
  readonly repository: string;
  readonly tag: string;
  /** What is shown where no deletion of it is recorded. */
  readonly otherwise: ReactNode;
};

/** That a tag was deleted from here, and the ways to see how and to undo it. */
export function DeletedHere({ connectionId, repository, tag, otherwise }: TagOf) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, isPending } = useQuery(lastOfTagQuery(connectionId, repository, tag));
  if (isPending) return null;
  if (!data?.last || data.last.after !== null) return otherwise;
  const { change } = data.last;
  return (
    <span className={styles['deletedHere']}>
      <span title={format.exactTime(change.at)}>{t('history.deletedHere', { ago: format.ago(change.at) })}</span>
      <Button variant="default" size="xs" onClick={() => openDialog({ kind: 'history', search: tag })}>
        {t('history.title')}
      </Button>
      {change.state !== 'running' && (
        <Button variant="default" size="xs" onClick={() => openDialog({ kind: 'undo', id: change.id })}>
          {t('history.undoAction')}
        </Button>
      )}
    </span>
  );
}
