import { Button } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import styles from './transfer.module.css';

export type NewRepositoryProps = {
  readonly registry: string;
  readonly repository: string;
  /** Existing names that were perhaps meant. */
  readonly near: readonly string[];
  readonly onNear: (name: string) => void;
};

/** Says that the target has no such repository yet, and which ones were perhaps meant. */
export function NewRepository({ registry, repository, near, onNear }: NewRepositoryProps) {
  const { t } = useTranslation();
  return (
    <span>
      <Trans i18nKey="transfer.newRepository" values={{ repository, registry }} components={{ b: <strong /> }} />
      {near.length > 0 && (
        <span className={styles['near']}>
          {near.map((name) => (
            <Button key={name} variant="default" size="compact-xs" h={22} px={8} onClick={() => onNear(name)}>
              {t('transfer.didYouMean', { name })}
            </Button>
          ))}
        </span>
      )}
    </span>
  );
}
