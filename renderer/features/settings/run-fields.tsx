import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isInBrowser } from '../../lib/client.ts';
import { askToNotify, notifyPermission } from '../../lib/notifications.ts';
import { isMac } from '../../lib/platform.ts';
import { remember, useUi } from '../../lib/ui-state.ts';
import styles from './settings.module.css';

/** Closing the last window: in a browser, and on macOS, the application goes on anyway. */
const hasBackground = !isInBrowser && !isMac;

/** Notifications when a run ends. In a browser, the permission is asked for by the click that switches them on. */
function NotifyField() {
  const { t } = useTranslation();
  const isWanted = useUi((ui) => ui.settings.notifyRunEnd);
  const [permission, setPermission] = useState(notifyPermission);
  const change = async (isOn: boolean): Promise<void> => {
    if (isOn) setPermission(await askToNotify());
    remember({ notifyRunEnd: isOn });
  };
  const isDenied = permission === 'denied';
  return (
    <Checkbox
      label={t('settings.notify')}
      description={t(isDenied ? 'settings.notifyDenied' : isInBrowser ? 'settings.notifyTab' : 'settings.notifyHint')}
      checked={isWanted && permission === 'granted'}
      disabled={isDenied}
      onChange={({ currentTarget }) => void change(currentTarget.checked)}
    />
  );
}

/** What becomes of runs that nobody watches. */
export function RunFields() {
  const { t } = useTranslation();
  const isKept = useUi((ui) => ui.settings.keepInBackground);
  return (
    <fieldset className={styles['group']}>
      <legend className={styles['heading']}>{t('settings.runs')}</legend>
      {hasBackground && (
        <Checkbox
          label={t('settings.background')}
          description={t('settings.backgroundHint')}
          checked={isKept}
          onChange={({ currentTarget }) => remember({ keepInBackground: currentTarget.checked })}
        />
      )}
      <NotifyField />
    </fieldset>
  );
}
