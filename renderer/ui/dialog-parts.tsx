import type { ReactNode } from 'react';
import styles from './ui.module.css';

/** The padded middle of a dialog. */
export function DialogBody({ children }: { readonly children: ReactNode }) {
  return <div className={styles['dialogBody']}>{children}</div>;
}

/** The buttons of a dialog at the right, and the text `start` at the left. */
export function DialogFooter({ start, children }: { readonly start?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles['footer']}>
      <span className={styles['start']}>{start}</span>
      {children}
    </div>
  );
}
