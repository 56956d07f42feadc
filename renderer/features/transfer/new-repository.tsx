import { Button } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';

export type NewRepositoryProps = {
  readonly registry: string;
  readonly repository: string;
  /** An existing name that is a letter or two away. */
  readonly near: string | undefined;
  readonly onNear: (name: string) => void;
};

/** Says that the target has no such repository yet, and which one was perhaps meant. */
export function NewRepository({ registry, repository, near, onNear }: NewRepositoryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span>
      <Trans i18nKey="transfer.newRepository" values={{ repository, registry }} components={{ b: <strong /> }} />
      {format.gap}
      {near !== undefined && (
        <Button variant="default" size="compact-xs" h={22} px={8} onClick={() => onNear(near)}>
          {t('transfer.didYouMean', { name: near })}
        </Button>
      )}
    </span>
  );
}
