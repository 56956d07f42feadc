import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../lib/ui-state.ts';
import { Note } from '../ui/note.tsx';
import styles from './app.module.css';

/** ms before a lost connection is mentioned, and before the note says what to do. */
const QUIET = 800;
const LATE = 10_000;

type Wait = 'quiet' | 'shown' | 'late';

/** For how long the application has been unreachable. */
function useWait(isAway: boolean): Wait {
  const [wait, setWait] = useState<Wait>('quiet');
  useEffect(() => {
    setWait('quiet');
    if (!isAway) return;
    const timers = [setTimeout(() => setWait('shown'), QUIET), setTimeout(() => setWait('late'), LATE)];
    return () => timers.forEach(clearTimeout);
  }, [isAway]);
  return wait;
}

/** Says that the application cannot be reached, so that what is on screen may be out of date. */
export function LinkNote() {
  const { t } = useTranslation();
  const link = useUi((ui) => ui.link);
  const wait = useWait(link === 'away');
  if (link === 'open' || link === 'connecting' || (link === 'away' && wait === 'quiet')) return null;
  return (
    <div className={styles['banner']} data-link={link}>
      <Note tone="warn" role="alert">
        <strong>{t(`link.${link}.title`)}</strong>
        <span>{link === 'away' && wait === 'late' ? t('link.late') : t(`link.${link}.detail`)}</span>
      </Note>
    </div>
  );
}
