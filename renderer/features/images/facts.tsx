import { Fragment, type ReactNode } from 'react';
import { displayText } from '../../../shared/text.ts';
import styles from './images.module.css';

export type Fact = { readonly name: string; readonly value: ReactNode };

/** Lets a dotted name wrap after its dots without adding characters to what is copied. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[./_-])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** A table of names and values. The caller leaves out missing values. */
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
