import { type ReactNode, useId } from 'react';
import styles from './connections.module.css';

/** A part of the connection form under a heading of its own. */
export function FormSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
