import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Comparison, differingEntries } from '../../../shared/compare/images.ts';
import { differenceOf, type LayerRow } from '../../../shared/compare/layers.ts';
import type { Entry } from '../../../shared/compare/pairs.ts';
import type { PlatformRow } from '../../../shared/compare/platforms.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { Bars } from './bars.tsx';
import styles from './compare.module.css';
import { factText } from './config-tab.tsx';
import { LayerText } from './layer-text.tsx';
import { MarkSign } from './mark.tsx';
import { signedBytes } from './signed.ts';

/** Lines of a list of the summary. */
const MOST_LINES = 12;

type Named = { readonly from: string; readonly to: string };

function More({ count, columns }: { readonly count: number; readonly columns: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (count <= 0) return null;
  return (
    <tr>
      <td colSpan={columns} className="dim">
        {t('compare.more', { count, shown: format.number(count) })}
      </td>
    </tr>
  );
}

/** Where the difference in size comes from: the largest first. */
function Causes({ comparison, isFiles }: { readonly comparison: Comparison; readonly isFiles: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rows, shared } = comparison.layers;
  const causes = rows
    .filter(({ mark }) => mark !== 'same')
    .toSorted((a: LayerRow, b: LayerRow) => Math.abs(differenceOf(b)) - Math.abs(differenceOf(a)));
  const title = t(isFiles ? 'compare.files' : 'compare.layers');
  return (
    <table className={styles['table']} aria-label={title}>
      <thead>
        <tr>
          <th colSpan={2}>{title}</th>
          <th className={styles['number']}>{t('compare.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {causes.slice(0, MOST_LINES).map((row, i) => (
          <tr key={i}>
            <td className={styles['sign']}>
              <MarkSign mark={row.mark} />
            </td>
            <td className={styles['one']}>
              <LayerText row={row} />
            </td>
            <td className={styles['number']} title={format.exactBytes(differenceOf(row))}>
              {signedBytes(format, differenceOf(row))}
            </td>
          </tr>
        ))}
        <More count={causes.length - MOST_LINES} columns={3} />
        {shared.count > 0 && (
          <tr className="dim">
            <td className={styles['sign']}>
              <MarkSign mark="same" />
            </td>
            <td>
              {t(isFiles ? 'compare.equalFiles' : 'compare.equalLayers', {
                count: shared.count,
                shown: format.number(shared.count),
                size: format.bytes(shared.bytes),
              })}
            </td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}

type Line = { readonly name: string; readonly entry: Entry; readonly isTime: boolean };

function linesOf(t: TFunction, { facts, environment, labels, annotations, document }: Comparison): readonly Line[] {
  const differing = <T extends Entry>(
    entries: readonly T[],
    nameOf: (entry: T) => string,
    isTime: (entry: T) => boolean = () => false,
  ): Line[] => entries.filter(({ mark }) => mark !== 'same').map((entry) => ({ name: nameOf(entry), entry, isTime: isTime(entry) }));
  return [
    ...differing(
      facts,
      ({ name }) => factText(t, name),
      ({ name }) => name === 'created',
    ),
    ...differing(document, ({ name }) => name),
    ...differing(environment, ({ name }) => t('compare.env', { name })),
    ...differing(labels, ({ name }) => t('compare.label', { name })),
    ...differing(annotations, ({ name }) => t('compare.annotation', { name })),
  ];
}

const MOST_OF_VALUE = 80;

/** Longer values are in the tab Config; a time is told from today. */
function Value({ isTime, value }: { readonly isTime: boolean; readonly value: string }) {
  const format = useFormat();
  if (isTime) return <span title={format.exactTime(value)}>{format.ago(value)}</span>;
  const text = displayText(value);
  return <code title={text.slice(0, 1_000)}>{text.length > MOST_OF_VALUE ? `${text.slice(0, MOST_OF_VALUE)}…` : text}</code>;
}

/** What differs of the configs, in one list. */
function ConfigLines({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = linesOf(t, comparison);
  const { facts, environment, labels, annotations, document } = comparison;
  const equal =
    facts.length + environment.length + labels.length + annotations.length + document.length - differingEntries(comparison).length;
  return (
    <table className={styles['table']} aria-label={t('compare.config')}>
      <thead>
        <tr>
          <th colSpan={3}>{t('compare.config')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.slice(0, MOST_LINES).map(({ name, entry, isTime }, i) => (
          <tr key={i}>
            <td className={styles['sign']}>
              <MarkSign mark={entry.mark} />
            </td>
            <td className={styles['named']}>
              <span title={displayText(name)}>
                <MiddleCut text={displayText(name)} />
              </span>
            </td>
            <td className={styles['values']}>
              {entry.left !== undefined && <Value isTime={isTime} value={entry.left} />}
              {entry.mark === 'changed' && <span className="faint"> → </span>}
              {entry.right !== undefined && <Value isTime={isTime} value={entry.right} />}
            </td>
          </tr>
        ))}
        <More count={lines.length - MOST_LINES} columns={3} />
        {lines.length === 0 && equal === 0 && (
          <tr className="dim">
            <td colSpan={3}>{t('compare.nothing')}</td>
          </tr>
        )}
        {equal > 0 && (
          <tr className="dim">
            <td className={styles['sign']}>
              <MarkSign mark="same" />
            </td>
            <td colSpan={2}>{t('compare.equalEntries', { count: equal, shown: format.number(equal) })}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** The platforms of two indexes; each leads to the comparison of its images. */
function Platforms({ rows, from, to, show }: { readonly rows: readonly PlatformRow[]; readonly show: (platform: string) => void } & Named) {
  const { t } = useTranslation();
  return (
    <table className={styles['table']} aria-label={t('compare.platforms')}>
      <thead>
        <tr>
          <th colSpan={2}>{t('compare.platforms')}</th>
          <th className="cut">{from}</th>
          <th className="cut">{to}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ mark, name, left, right }, i) => (
          <tr key={i}>
            <td className={styles['sign']}>
              <MarkSign mark={mark} />
            </td>
            <td>
              {left !== undefined && right !== undefined ? (
                <button
                  type="button"
                  className={styles['open']}
                  title={t('compare.showPlatform', { platform: name })}
                  onClick={() => show(name)}
                >
                  {name}
                </button>
              ) : (
                name
              )}
            </td>
            <td className="mono faint">{left && shortDigest(left)}</td>
            <td className="mono faint">{right && shortDigest(right)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What two images differ in, at one glance. */
export function SummaryTab({
  comparison,
  platforms,
  isFiles,
  from,
  to,
  show,
  children,
}: {
  readonly comparison: Comparison;
  readonly platforms: readonly PlatformRow[];
  readonly isFiles: boolean;
  readonly show: (platform: string) => void;
  /** What stands between the differences and the platforms. */
  readonly children: ReactNode;
} & Named) {
  return (
    <>
      <Bars layers={comparison.layers} from={from} to={to} />
      <div className={styles['columns']}>
        <Causes comparison={comparison} isFiles={isFiles} />
        <ConfigLines comparison={comparison} />
      </div>
      {children}
      {platforms.length > 0 && <Platforms rows={platforms} from={from} to={to} show={show} />}
    </>
  );
}
