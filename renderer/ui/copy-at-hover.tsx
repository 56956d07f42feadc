import { IconCopy } from '@tabler/icons-react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isDigest } from '../../shared/oci/digest.ts';
import { copyText } from '../lib/copy.ts';
import styles from './ui.module.css';
import { WhereIs } from './where-is.tsx';

/**
 * A value with a button that copies it, and one that searches for it where it is a digest, shown while the pointer is on the value or the button has the focus. It keeps its place while hidden, so that
 * nothing moves. In a table whose rows have keys of their own it is not a stop of the Tab key.
 */
export function CopyAtHover({
  text,
  label,
  inRow = false,
  isInMenu = false,
  children,
}: {
  readonly text: string;
  /** What is copied, in words. */
  readonly label: string;
  readonly inRow?: boolean;
  /** The menu of the row searches for the digest: no button does. */
  readonly isInMenu?: boolean;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const copy = (event: MouseEvent): void => {
    event.stopPropagation();
    void copyText(text, t('copy.done', { what: label }), t('copy.refused'));
  };
  const name = t('copy.action', { what: label });
  return (
    <span className={styles['copyable']}>
      <span className={styles['copied']}>{children}</span>
      <button type="button" className={styles['copyButton']} tabIndex={inRow ? -1 : 0} aria-label={name} title={name} onClick={copy}>
        <IconCopy size={14} aria-hidden="true" />
      </button>
      {isDigest(text) && !isInMenu && <WhereIs digest={text} inRow={inRow} />}
    </span>
  );
}
