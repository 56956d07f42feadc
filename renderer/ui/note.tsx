import type { ReactNode } from 'react';
import styles from './ui.module.css';

/** A quiet box with something to know; amber for what should be read before going on, red where something was destroyed. */
export function Note({
  tone = 'plain',
  role,
  children,
}: {
  readonly tone?: 'plain' | 'ok' | 'warn' | 'danger';
  readonly role?: 'alert' | 'status';
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['note']} data-tone={tone} role={role}>
      {children}
    </div>
  );
}
