import type { ReactNode } from 'react';
import styles from './ui.module.css';

/** The padded middle of a dialog. */
export function DialogBody({ children }: { readonly children: ReactNode }) {
  return <div className={styles['dialogBody']}>{children}</div>;
}

type FooterProps = {
  readonly start?: ReactNode;
  /** What has to be typed before the button can be pressed: it is in view with the buttons, however long the dialog is. */
  readonly confirm?: ReactNode;
  readonly children: ReactNode;
};

/** The buttons of a dialog at the right, and the text `start` at the left. They are in view while the rest scrolls. */
export function DialogFooter({ start, confirm, children }: FooterProps) {
  return (
    <div className={styles['foot']} data-footer>
      {confirm && <div className={styles['confirm']}>{confirm}</div>}
      <div className={styles['footer']}>
        <span className={styles['start']}>{start}</span>
        {children}
      </div>
    </div>
  );
}
