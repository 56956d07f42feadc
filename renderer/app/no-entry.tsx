import { useTranslation } from 'react-i18next';
import type { LinkState } from '../lib/socket-link.ts';
import styles from './app.module.css';

/** What a page shows that was not let in: the link was used, or is not one that this start of Longshore printed. */
export function NoEntry({ link }: { readonly link: LinkState }) {
  const { t } = useTranslation();
  const reason = link === 'refused' ? 'used' : 'failed';
  return (
    <main className={styles['noEntry']}>
      <img src="./icon.svg" alt="" width="56" height="56" />
      <h1>{t(`noEntry.${reason}.title`)}</h1>
      <p>{t(`noEntry.${reason}.detail`)}</p>
    </main>
  );
}
