import { ActionIcon, Tooltip } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconBox, IconChevronLeft, IconChevronRight, IconHistory, IconSearch, IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../features/connections/use-connections.ts';
import { ActivityButton } from '../features/runs/activity-button.tsx';
import { hideActivity, showActivity, useActivity } from '../lib/activity.ts';
import { shownConnectionId } from '../lib/places.ts';
import { isMac } from '../lib/platform.ts';
import { openDialog, useUi } from '../lib/ui-state.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { ProductionBadge, RegistryStripe } from '../ui/registry-mark.tsx';
import styles from './app.module.css';
import { focusActivity } from './places/focus.ts';
import { movePlace } from './places/place-history.ts';

/** Goes one place back or forward. Without one the button stays focusable, so that the focus is not lost. */
function PlaceButton({ step }: { readonly step: -1 | 1 }) {
  const { t } = useTranslation();
  const isPossible = useUi(({ trail }) => (step < 0 ? trail.back : trail.forward) > 0);
  const label = t(step < 0 ? 'place.back' : 'place.forward');
  const Icon = step < 0 ? IconChevronLeft : IconChevronRight;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        aria-label={label}
        aria-disabled={!isPossible}
        data-disabled={!isPossible}
        aria-keyshortcuts={isMac ? `Meta+${step < 0 ? '[' : ']'}` : `Alt+Arrow${step < 0 ? 'Left' : 'Right'}`}
        onClick={() => movePlace(step)}
      >
        <Icon aria-hidden="true" size={17} />
      </ActionIcon>
    </Tooltip>
  );
}

function toggleActivity(): void {
  if (useActivity.getState().isOpen !== false) return hideActivity();
  showActivity();
  focusActivity();
}

/** Back, forward, search, and what concerns the whole application. */
export function TopBar() {
  const { t } = useTranslation();
  const shown = useConnection(useUi(shownConnectionId));
  return (
    <header className={styles['top']}>
      <RegistryStripe mark={shown} />
      <div className={styles['brand']}>
        <IconBox size={20} stroke={1.8} aria-hidden="true" /> Longshore
        <nav className={styles['places']} aria-label={t('place.label')}>
          <PlaceButton step={-1} />
          <PlaceButton step={1} />
        </nav>
        <ProductionBadge mark={shown} />
      </div>
      <button type="button" className={styles['jump']} aria-keyshortcuts="Control+K" onClick={() => spotlight.open()}>
        <IconSearch size={14} aria-hidden="true" />
        <span className="cut">{t('palette.open')}</span>
        <KeyHint keys="mod K" />
      </button>
      <div className={styles['tools']}>
        <ActivityButton onClick={toggleActivity} />
        <Tooltip label={t('history.title')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={t('history.title')}
            onClick={() => openDialog({ kind: 'history' })}
          >
            <IconHistory aria-hidden="true" size={17} />
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
            <IconSettings aria-hidden="true" size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}
