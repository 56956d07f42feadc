import { Fragment, type ReactNode } from 'react';
import { displayText } from '../../../shared/text.ts';
import styles from './images.module.css';

export type Fact = { readonly name: string; readonly value: ReactNode };

/** A dotted name may break after its dots, and is copied without anything that was put in for it. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[./_-])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

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
            <th scope="row">
              <Breakable text={displayText(name)} />
            </th>
            <td>{typeof value === 'string' ? displayText(value) : value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
