import { useTranslation } from 'react-i18next';
import type { Mark } from '../../../shared/compare/pairs.ts';
import styles from './compare.module.css';

export const SIGNS: Readonly<Record<Mark, string>> = { same: '=', changed: '~', removed: '−', added: '+' };

/** How a line differs, as a sign beside its colour. */
export function MarkSign({ mark }: { readonly mark: Mark }) {
  const { t } = useTranslation();
  return (
    <span className={styles['mark']} data-mark={mark} role="img" aria-label={t(`compare.mark.${mark}`)} title={t(`compare.mark.${mark}`)}>
      {SIGNS[mark]}
    </span>
  );
}
