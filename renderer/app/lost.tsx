import { useTranslation } from 'react-i18next';
import { useUi } from '../lib/ui-state.ts';
import { Note } from '../ui/note.tsx';
import styles from './app.module.css';

/** The application behind the page has ended: nothing on it can be trusted to be true any more. */
export function Lost() {
  const { t } = useTranslation();
  if (!useUi((ui) => ui.lost)) return null;
  return (
    <div className={styles['banner']}>
      <Note tone="warn" role="alert">
        <strong>{t('lost.title')}</strong>
        <span>{t('lost.detail')}</span>
      </Note>
    </div>
  );
}
