import type { TFunction } from 'i18next';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../../shared/compare/align.ts';
import type { FactName } from '../../../shared/compare/facts.ts';
import type { Comparison } from '../../../shared/compare/images.ts';
import type { Entry } from '../../../shared/compare/pairs.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './compare.module.css';
import { equalLast, type Shown } from './folds.ts';
import { MarkSign } from './mark.tsx';
import { Rows } from './rows.tsx';
import { StepsTable } from './steps-table.tsx';

/** What a fact of a config is called. */
export const factText = (t: TFunction, name: FactName): string => (name === 'created' ? t('compare.created') : t(`config.${name}`));

/** Characters that are shown of one value. */
const MOST_OF_VALUE = 4_000;

const cut = (text: string): string => (text.length > MOST_OF_VALUE ? `${text.slice(0, MOST_OF_VALUE)}…` : text);

/** The parts of a changed list, those that both have counted. */
function Parts({ parts }: { readonly parts: readonly Side<string>[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { differing, equal } = equalLast(parts);
  return (
    <ul className={styles['parts']}>
      {differing.map((part, i) => (
        <li key={i}>
          <MarkSign mark={part.mark} /> <code>{displayText('right' in part ? part.right : part.left)}</code>
        </li>
      ))}
      {equal.length > 0 && <li className="dim">{t('compare.equalParts', { count: equal.length, shown: format.number(equal.length) })}</li>}
    </ul>
  );
}

function Values({ entry, isTime }: { readonly entry: Entry; readonly isTime: boolean }) {
  const format = useFormat();
  if (entry.parts)
    return (
      <td colSpan={2}>
        <Parts parts={entry.parts} />
      </td>
    );
  return [entry.left, entry.right].map((value, i) => (
    <td key={i} className={styles['value']}>
      {value !== undefined && (isTime ? format.exactTime(value) : <code>{displayText(cut(value))}</code>)}
    </td>
  ));
}

/** A name that may wrap after its dots and slashes, without more characters in what is copied. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[./_-])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** What the image itself calls something is set as its values are. */
const Name = ({ text, isWord }: { readonly text: string; readonly isWord: boolean }) =>
  isWord ? (
    <Breakable text={text} />
  ) : (
    <code>
      <Breakable text={text} />
    </code>
  );

type Named = { readonly from: string; readonly to: string };

/** Named values of two images: what differs, and folded below it what is equal. */
function Entries<T extends Entry>({
  title,
  entries,
  nameOf = ({ name }) => name,
  isTime = () => false,
  isWord = false,
  from,
  to,
}: {
  readonly title: string;
  readonly entries: readonly T[];
  readonly nameOf?: (entry: T) => string;
  readonly isTime?: (entry: T) => boolean;
  /** Whether the names are words of this page. */
  readonly isWord?: boolean;
} & Named) {
  const { t } = useTranslation();
  const format = useFormat();
  if (entries.length === 0) return null;
  const { differing, equal } = equalLast(entries);
  const shown: Shown<T>[] = [
    ...differing.map((row, at) => ({ kind: 'row' as const, row, at })),
    ...(equal.length > 0 ? [{ kind: 'fold' as const, rows: equal, at: differing.length }] : []),
  ];
  return (
    <section>
      <h2 className={styles['heading']}>{title}</h2>
      <table className={`${styles['table']} ${styles['fixed']}`} aria-label={title}>
        <thead>
          <tr>
            <td className={styles['sign']} />
            <th>{t('compare.name')}</th>
            <th>{from}</th>
            <th>{to}</th>
          </tr>
        </thead>
        <Rows
          shown={shown}
          columns={4}
          foldText={(rows) => t('compare.equalEntries', { count: rows.length, shown: format.number(rows.length) })}
        >
          {(entry) => (
            <tr data-mark={entry.mark}>
              <td className={styles['sign']}>
                <MarkSign mark={entry.mark} />
              </td>
              <th scope="row">
                <Name text={displayText(nameOf(entry))} isWord={isWord} />
              </th>
              <Values entry={entry} isTime={isTime(entry)} />
            </tr>
          )}
        </Rows>
      </table>
    </section>
  );
}

/** Config, environment, labels, annotations and build steps of two images, side by side. */
export function ConfigTab({
  comparison,
  indexAnnotations,
  from,
  to,
}: { readonly comparison: Comparison; readonly indexAnnotations: readonly Entry[] } & Named) {
  const { t } = useTranslation();
  const named = { from, to };
  const { facts, document, environment, labels, annotations, history } = comparison;
  const count = facts.length + document.length + environment.length + labels.length + annotations.length + history.length;
  if (count + indexAnnotations.length === 0) return <p className="dim">{t('compare.nothing')}</p>;
  return (
    <div className={styles['sections']}>
      <Entries
        title={t('compare.config')}
        entries={facts}
        nameOf={({ name }) => factText(t, name)}
        isTime={({ name }) => name === 'created'}
        isWord
        {...named}
      />
      <Entries title={t('compare.document')} entries={document} {...named} />
      <Entries title={t('config.env')} entries={environment} {...named} />
      <Entries title={t('image.labels')} entries={labels} {...named} />
      <Entries title={t('compare.annotations')} entries={annotations} {...named} />
      <Entries title={t('compare.indexAnnotations')} entries={indexAnnotations} {...named} />
      <StepsTable steps={history} {...named} />
    </div>
  );
}
