import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeletePlan } from '../../../shared/contract/delete.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './delete.module.css';
import { referrersOf } from './stage.ts';

export type ReferrersProps = {
  /** Signatures and the like are deleted with their images. */
  readonly withReferrers: boolean;
  readonly onReferrers: (withReferrers: boolean) => void;
  /** The plan of a file has decided. */
  readonly isLocked: boolean;
};

type Props = ReferrersProps & {
  readonly plans: readonly DeletePlan[];
  /** The choice that it belongs to is not the one that was made. */
  readonly isOff: boolean;
  readonly className?: string | undefined;
};

/** Whether signatures and the like are deleted with their images, and what becomes of them otherwise. */
export function ReferrerChoice({ plans, isOff, isLocked, withReferrers, onReferrers, className }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { deletable, kept } = referrersOf(plans);
  const orphaned = kept + (withReferrers ? 0 : deletable);
  if (deletable + kept === 0) return null;
  return (
    <div className={className}>
      {deletable > 0 && (
        <Checkbox
          label={t('delete.alsoReferrers', { count: deletable })}
          checked={withReferrers}
          disabled={isOff || isLocked}
          onChange={(event) => onReferrers(event.currentTarget.checked)}
        />
      )}
      {!isOff && orphaned > 0 && (
        <span className={styles['orphaned']}>
          {format.sentences([t('delete.referrers', { count: orphaned }), kept > 0 && t('delete.referrersUsed', { count: kept })])}
        </span>
      )}
    </div>
  );
}
