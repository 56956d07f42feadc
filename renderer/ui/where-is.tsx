import { IconSearch } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { showDigest } from '../lib/places.ts';
import styles from './ui.module.css';

/** Searches for a digest. It is shown as the copy button beside it is. */
export function WhereIs({ digest, inRow }: { readonly digest: string; readonly inRow: boolean }) {
  const { t } = useTranslation();
  const search = (event: MouseEvent): void => {
    event.stopPropagation();
    showDigest(digest);
  };
  const name = t('tags.menu.whereIs');
  return (
    <button type="button" className={styles['copyButton']} tabIndex={inRow ? -1 : 0} aria-label={name} title={name} onClick={search}>
      <IconSearch size={14} aria-hidden="true" />
    </button>
  );
}
