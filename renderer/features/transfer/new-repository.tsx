import { Button } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';

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
  const format = useFormat();
  return (
    <span>
      <Trans i18nKey="transfer.newRepository" values={{ repository, registry }} components={{ b: <strong /> }} />
      {format.gap}
      {near.map((name) => (
        <Button key={name} variant="default" size="compact-xs" h={22} px={8} mr={4} onClick={() => onNear(name)}>
          {t('transfer.didYouMean', { name })}
        </Button>
      ))}
    </span>
  );
}
