import { Button } from '@mantine/core';
import { IconGitCompare } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use-format.ts';
import styles from '../tags.module.css';
import type { Changes } from './use-changes.ts';

/** Shows what changed since the last visit alone; absent where nothing did. */
export const ChangesToggle = memo(function ChangesToggle({ found, marks, isOnly, setOnly }: Omit<Changes, 'table'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!found || marks.size === 0) return null;
  const counts = (['added', 'moved', 'deleted'] as const)
    .filter((kind) => found[kind].length > 0)
    .map((kind) => t(`tags.changes.count.${kind}`, { shown: format.number(found[kind].length) }));
  const since = t('tags.changes.since', { counts: format.list(counts), time: format.time(found.since) });
  return (
    <Button
      variant="default"
      className={styles['tool'] ?? ''}
      aria-label={t('tags.changes.only')}
      aria-description={since}
      aria-pressed={isOnly}
      title={since}
      onClick={() => setOnly(!isOnly)}
    >
      <IconGitCompare aria-hidden="true" size={15} />
      <span className={styles['toolLabel']}>{t('tags.changes.only')}</span>
      <span className={styles['toolCount']}>{format.number(marks.size)}</span>
    </Button>
  );
});
