import { Fragment, type ReactNode } from 'react';
import styles from './documents.module.css';

/** A name and a value; no value, no line. */
export type DocumentFact = { readonly name: string; readonly value: ReactNode };

/** Names and values, those without a value left out. */
export function FactList({ facts, label }: { readonly facts: readonly DocumentFact[]; readonly label: string }) {
  const shown = facts.filter(({ value }) => value !== undefined && value !== '');
  if (shown.length === 0) return null;
  return (
    <dl className={styles['facts']} aria-label={label}>
      {shown.map(({ name, value }, i) => (
        <Fragment key={i}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
