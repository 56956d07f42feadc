import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
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
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  // Escape answers the question, and leaves the dialog open.
  const within = { 'data-mantine-stop-propagation': 'true' };
  const cancel = (): void => {
    setAsking(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (isAsking && key === 'Escape') cancel();
  };
  const isEmpty = data?.repositories === 0;
  const clear = (): void => mutate({}, { onSettled: () => setAsking(false) });
  const shown = data && {
    size: format.bytes(data.bytes),
    tags: format.number(data.tags),
    repositories: t('settings.storageRepositories', { count: data.repositories, shown: format.number(data.repositories) }),
  };
  return (
    <div>
      <div className={styles['heading']}>{t('settings.storage')}</div>
      <div className={styles['storage']} onKeyDown={onKeyDown}>
        <span>{!shown ? '' : isEmpty ? t('settings.storageEmpty') : t('settings.storageUsed', shown)}</span>
        {isAsking ? (
          <>
            <Button variant="subtle" size="xs" autoFocus onClick={cancel} {...within}>
              {t('dialog.cancel')}
            </Button>
            <Button data-danger size="xs" loading={isPending} onClick={clear} {...within}>
              {t('settings.storageClearNow')}
            </Button>
          </>
        ) : (
          <Button ref={opener} variant="default" size="xs" disabled={!data || isEmpty} onClick={() => setAsking(true)}>
            {t('settings.storageClear')}
          </Button>
        )}
      </div>
      <div role={isAsking ? 'alert' : undefined} className={`${isAsking ? '' : 'faint'} ${styles['hint']}`}>
        {t(isAsking ? 'settings.storageLost' : 'settings.storageHint')}
      </div>
      {data?.trouble && <div className={styles['hint']}>{t(`settings.storageTrouble.${data.trouble}`)}</div>}
    </div>
  );
}
