import type { ReactNode } from 'react';
import { displayText } from '../../../shared/text.ts';
import styles from './images.module.css';

export type Fact = { readonly name: string; readonly value: ReactNode };

/** Names and values, one a line; a value that is missing is left out by the caller. */
export function Facts({
  facts,
  label,
  wide = false,
}: {
  readonly facts: readonly Fact[];
  readonly label: string;
  readonly wide?: boolean;
}) {
  return (
    <table className={styles['facts']} aria-label={label} data-wide={wide}>
      <tbody>
        {facts.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{displayText(name)}</th>
            <td>{typeof value === 'string' ? displayText(value) : value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
