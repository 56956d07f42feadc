import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../lib/ui-state.ts';
import { Note } from '../ui/note.tsx';
import styles from './app.module.css';

/** ms in which a connection may come back without a word. */
const QUIET = 800;

/** The application behind the page is out of reach: what is on screen may have changed since. */
export function LinkNote() {
  const { t } = useTranslation();
  const link = useUi((ui) => ui.link);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (link !== 'away') return;
    const timer = setTimeout(() => setLong(true), QUIET);
    return () => clearTimeout(timer);
  }, [link]);
  if (link === 'open' || link === 'connecting' || (link === 'away' && !isLong)) return null;
  return (
    <div className={styles['banner']} data-link={link}>
      <Note tone="warn" role="alert">
        <strong>{t(`link.${link}.title`)}</strong>
        <span>{t(`link.${link}.detail`)}</span>
      </Note>
    </div>
  );
}
