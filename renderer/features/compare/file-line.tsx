import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileDifference } from '../../../shared/contract/files.ts';
import { nameText } from '../../../shared/name-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './compare.module.css';
import { MarkSign } from './mark.tsx';
import { signedBytes } from './signed.ts';

const KINDS = ['file', 'folder', 'symlink', 'character-device', 'block-device', 'fifo'] as const;

/** The path as it is in a container, a folder with a slash at its end. */
export const pathText = ({ path, kind }: FileDifference): string => `/${nameText(path)}${kind === 'folder' ? '/' : ''}`;

/** What differs beside the content: `mode 0644 → 0755`. */
function Facts({ facts }: { readonly facts: FileDifference['facts'] }) {
  const { t } = useTranslation();
  const said = (what: FileDifference['facts'][number]['what'], value: string): string => {
    const kind = what === 'kind' ? KINDS.find((one) => one === value) : undefined;
    return kind === undefined ? nameText(value) || '–' : t(`compare.kind.${kind}`);
  };
  return facts.map(({ what, left, right }) => (
    <span key={what} className="dim">
      {' · '}
      {t(`compare.fact.${what}`, { left: said(what, left), right: said(what, right) })}
    </span>
  ));
}

/** A file or folder that two images differ in: the mark, its path (`children`), both sizes and the difference. */
export function FileLine({ row, children }: { readonly row: FileDifference; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mark, left, right, files, facts } = row;
  const difference = (right ?? 0) - (left ?? 0);
  return (
    <tr data-mark={mark} data-path={row.path}>
      <td className={styles['sign']}>
        <MarkSign mark={mark} />
      </td>
      <td className={styles['one']} title={pathText(row)}>
        {children}
        {files !== undefined && <span className="dim"> · {t('compare.filesIn', { count: files, shown: format.number(files) })}</span>}
        <Facts facts={facts} />
      </td>
      {[left, right].map((size, i) => (
        <td key={i} className={styles['number']} title={size === undefined ? undefined : format.exactBytes(size)}>
          {size !== undefined && format.bytes(size)}
        </td>
      ))}
      <td className={styles['number']} title={format.exactBytes(difference)}>
        {signedBytes(format, difference)}
      </td>
    </tr>
  );
}

type Counts = Readonly<Record<'changed' | 'added' | 'removed', number>>;

/** `412 files changed, 38 added, and 1,204 removed`; without those of which there are none. */
export function FileCounts({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const marks = (['changed', 'added', 'removed'] as const).filter((mark) => mark === 'changed' || counts[mark] > 0);
  return format.list(marks.map((mark) => t(`compare.fileCount.${mark}`, { count: counts[mark], shown: format.number(counts[mark]) })));
}
