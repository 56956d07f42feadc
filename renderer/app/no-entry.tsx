import { useTranslation } from 'react-i18next';
import { readFailure } from '../../shared/shown-failure.ts';
import { failureText } from '../lib/failure-text.ts';
import type { LinkState } from '../lib/socket-link.ts';
import styles from './app.module.css';

/** Shown instead of the window when it cannot open: the link is not valid, Longshore has ended, or the first call failed. */
export function NoEntry({ link, error }: { readonly link: LinkState; readonly error: unknown }) {
  const { t } = useTranslation();
  const { title, detail } =
    link === 'refused'
      ? { title: t('noEntry.title'), detail: t('noEntry.detail') }
      : link === 'ended'
        ? { title: t('link.ended.title'), detail: t('link.ended.detail') }
        : failureText(t, readFailure(error));
  return (
    <main className={styles['noEntry']}>
      <img src="./icon.svg" alt="" width="56" height="56" />
      <h1>{title}</h1>
      <p>{detail}</p>
    </main>
  );
}
