import { Button } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import styles from './clean-up.module.css';
import type { PlannedRow } from './clean-up-rows.ts';

/** Names that are listed in a warning. */
const NAMED = 4;

type Props = {
  /** Rows that people would miss. */
  readonly missed: readonly PlannedRow[];
  readonly showRepository: boolean;
  readonly onKeep: (rows: readonly PlannedRow[]) => void;
};

/** Warns that floating tags or the newest release would be deleted, and offers to keep them. */
export function RoleWarning({ missed, showRepository, onKeep }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = missed.slice(0, NAMED).map(({ tag, repository }) => (showRepository ? `${repository}:${tag}` : tag));
  const more = missed.length - named.length;
  const names = format.list(more > 0 ? [...named, t('cleanUp.more', { count: more, shown: format.number(more) })] : named);
  return (
    <Note tone="warn" role="status">
      <div className={styles['warning']}>
        <span>
          <Trans
            i18nKey="cleanUp.wouldMiss"
            count={missed.length}
            values={{ shown: format.number(missed.length), names }}
            components={{ b: <strong /> }}
          />
        </span>
        <Button variant="default" size="xs" onClick={() => onKeep(missed)}>
          {t('cleanUp.keepThem', { count: missed.length })}
        </Button>
      </div>
    </Note>
  );
}
