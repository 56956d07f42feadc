import { IconCopy } from '@tabler/icons-react';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { isDigest } from '../../shared/oci/digest.ts';
import { copyText } from '../lib/copy.ts';
import { phrase } from '../lib/phrase.ts';
import { useTranslation } from '../lib/use-translation.ts';
import styles from './ui.module.css';
import { useDigestMenu } from './use-digest-menu.tsx';
import { WhereIs } from './where-is.tsx';

/** Nothing hovers over a touch screen: its buttons are always shown. */
const isTouched = window.matchMedia('(hover: none)').matches;

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
  const name = phrase(t, 'copy', label);
  // In a table there are many of them, and the icon of one is seen.
  const [isNear, setNear] = useState(isTouched);
  const come = (): void => setNear(true);
  // A row has a menu of its own.
  const { menu, handlers } = useDigestMenu(inRow || isInMenu ? '' : text);
  return (
    <span className={styles['copyable']} onPointerOver={come} onFocus={come} {...handlers}>
      <span className={styles['copied']}>{children}</span>
      <button type="button" className={styles['copyButton']} tabIndex={inRow ? -1 : 0} aria-label={name} title={name} onClick={copy}>
        {isNear && <IconCopy size={14} aria-hidden="true" />}
      </button>
      {isDigest(text) && !isInMenu && <WhereIs digest={text} inRow={inRow} />}
      {menu}
    </span>
  );
}
