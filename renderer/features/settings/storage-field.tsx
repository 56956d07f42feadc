import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';
import { clearLocalIndexMutation, localIndexQuery } from './queries.ts';
import styles from './settings.module.css';

/** What Longshore remembers of registries on this computer, and a way to forget it. */
export function StorageField() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(localIndexQuery);
  const { mutate, isPending } = useMutation(clearLocalIndexMutation);
  const isEmpty = data?.repositories === 0;
  const shown = data && {
    size: format.bytes(data.bytes),
    tags: format.number(data.tags),
    repositories: t('settings.storageRepositories', { count: data.repositories, shown: format.number(data.repositories) }),
  };
  return (
    <div>
      <div className={styles['heading']}>{t('settings.storage')}</div>
      <div className={styles['storage']}>
        <span>{!shown ? '' : isEmpty ? t('settings.storageEmpty') : t('settings.storageUsed', shown)}</span>
        <Button variant="default" size="xs" loading={isPending} disabled={!data || isEmpty} onClick={() => mutate({})}>
          {t('settings.storageClear')}
        </Button>
      </div>
      <div className={`faint ${styles['hint']}`}>{t('settings.storageHint')}</div>
      {data?.trouble && <div className={styles['hint']}>{t(`settings.storageTrouble.${data.trouble}`)}</div>}
    </div>
  );
}
