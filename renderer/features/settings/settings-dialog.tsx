import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/contract/settings.ts';
import { languages } from '../../../shared/languages.ts';
import { openDialog, remember, useUi } from '../../lib/ui-state.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { LogFields } from './log-fields.tsx';
import { settingsQuery } from './queries.ts';
import { RunFields } from './run-fields.tsx';
import styles from './settings.module.css';
import { StorageField } from './storage-field.tsx';
import { UpdateFields } from './update-fields.tsx';
import { WholeNumberField } from './whole-number-field.tsx';

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];

/** The settings; each takes effect at once. */
export function SettingsDialog() {
  const { t } = useTranslation();
  const { theme, language, trashDays, trashMegabytes } = useUi((ui) => ui.settings);
  const { data } = useQuery(settingsQuery);
  const close = (): void => openDialog(null);
  const choices = [
    { value: 'system', label: t('settings.system') },
    ...Object.entries(languages).map(([value, label]) => ({ value, label })),
  ];
  return (
    <Dialog onClose={close} title={t('settings.title')} size={460}>
      <DialogBody>
        <Select
          label={t('settings.theme')}
          data={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          value={theme}
          onChange={(value) => remember({ theme: value as Settings['theme'] })}
          data-autofocus
        />
        <Select
          label={t('settings.language')}
          data={choices}
          value={language}
          onChange={(value) => remember({ language: value as Settings['language'] })}
        />
        <WholeNumberField
          label={t('settings.trashDays')}
          description={t('settings.trashHint')}
          most={3650}
          value={trashDays}
          onChange={(days) => remember({ trashDays: days })}
        />
        <WholeNumberField
          label={t('settings.trashSize')}
          most={100_000}
          value={trashMegabytes}
          onChange={(megabytes) => remember({ trashMegabytes: megabytes })}
        />
        <RunFields />
        <StorageField />
        <LogFields />
        {data && <UpdateFields installed={data.installed} />}
        {data && (
          <div>
            <div className={styles['heading']}>{t('settings.dataFolder')}</div>
            <CopyField text={data.dataFolder} label={t('settings.dataFolder')} />
            <div className={`faint ${styles['hint']}`}>{t('settings.noSecrets')}</div>
          </div>
        )}
      </DialogBody>
      <DialogFooter start={t('settings.version', { version: data?.version ?? '' })}>
        <Button variant="default" onClick={close}>
          {t('dialog.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
