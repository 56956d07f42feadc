import { type CSSProperties, Fragment, type ReactNode } from 'react';
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

/** A key such as `org.opencontainers.image.title` on one line: its last part says what it is, and what stands before it is cut first. */
function Key({ text }: { readonly text: string }) {
  const last = text.lastIndexOf('.') + 1;
  return (
    <span className={styles['key']} title={text}>
      {last > 0 && <span>{text.slice(0, last)}</span>}
      <span>{text.slice(last)}</span>
    </span>
  );
}

/** Text of a registry, in the face in which it is told apart character by character. */
export const Data = ({ text }: { readonly text: string }) => <span className="mono">{displayText(text)}</span>;

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
export function Facts({ facts, label }: { readonly facts: readonly Fact[]; readonly label: string }) {
  return (
    <table className={styles['facts']} aria-label={label}>
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

type Pairs = readonly (readonly [string, string])[];

/** Keys and values that an image brings along: the keys as wide as the longest, if there is room; `beside` is listed near them, as wide. */
export function KeysAndValues({ pairs, beside = [], label }: { readonly pairs: Pairs; readonly beside?: Pairs; readonly label: string }) {
  const longest = Math.max(...[...pairs, ...beside].map(([key]) => key.length));
  return (
    <table className={styles['facts']} aria-label={label} data-keys="true" style={{ '--longest': longest } as CSSProperties}>
      <tbody>
        {pairs.map(([key, value]) => (
          <tr key={key}>
            <th scope="row">
              <Key text={displayText(key)} />
            </th>
            <td>
              <Value name={key} value={<Data text={value} />} copy={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
