import { ActionIcon, Tooltip } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconBox, IconHistory, IconSearch, IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../lib/ui-state.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import styles from './app.module.css';

/** The name, the way to everything, the settings. */
export function TopBar() {
  const { t } = useTranslation();
  return (
    <header className={styles['top']}>
      <div className={styles['brand']}>
        <IconBox size={20} stroke={1.8} aria-hidden="true" /> Longshore
      </div>
      <button type="button" className={styles['jump']} aria-keyshortcuts="Control+K" onClick={() => spotlight.open()}>
        <IconSearch size={14} aria-hidden="true" />
        <span className="cut">{t('palette.open')}</span>
        <KeyHint keys="mod K" />
      </button>
      <div className={styles['tools']}>
        <Tooltip label={t('history.title')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={t('history.title')}
            onClick={() => openDialog({ kind: 'history' })}
          >
            <IconHistory size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('settings.title')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={t('settings.title')}
            onClick={() => openDialog({ kind: 'settings' })}
          >
            <IconSettings size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}
