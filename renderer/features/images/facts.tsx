import { Fragment, type ReactNode } from 'react';
import { displayText } from '../../../shared/text.ts';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import styles from './images.module.css';

/** `copy` is the text of a value that is more than text. */
export type Fact = { readonly name: string; readonly value: ReactNode; readonly copy?: string };

/** Lets a name or a media type wrap after its dots, slashes and the like, without adding characters to what is copied. */
export function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[./_+-])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

function Value({ name, value, copy }: Fact) {
  const shown = typeof value === 'string' ? displayText(value) : value;
  const text = copy ?? (typeof shown === 'string' ? shown : '');
  if (text === '') return shown;
  return (
    <CopyAtHover text={text} label={displayText(name)}>
      {shown}
    </CopyAtHover>
  );
}

/** A table of names and values, each of which can be copied. The caller leaves out missing values. */
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
        {facts.map((fact) => (
          <tr key={fact.name}>
            <th scope="row">
              <Breakable text={displayText(fact.name)} />
            </th>
            <td>
              <Value {...fact} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
