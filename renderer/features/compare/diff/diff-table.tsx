import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use-format.ts';
import { SIGNS } from '../mark.tsx';
import { Rows } from '../rows.tsx';
import styles from './diff.module.css';
import { lineText } from './line-text.ts';
import { type DiffLine, foldAround } from './lines.ts';

const COLUMNS = 4;
/** Lines that are drawn at first: more than fit a window, and few enough to be drawn in a frame or two. */
const STEP = 300;

function Line({ line }: { readonly line: DiffLine }) {
  const { t } = useTranslation();
  const { mark, left, right, text, other, isUnended } = line;
  // That a line of both ends as on Windows differs in nothing.
  const { before, changed, after } = lineText(mark === 'same' ? text.replace(/\r$/, '') : text, other);
  return (
    <tr data-mark={mark}>
      <td className={styles['number']}>{left}</td>
      <td className={styles['number']}>{right}</td>
      <td className={styles['sign']}>
        {mark !== 'same' && (
          <span role="img" aria-label={t(`compare.mark.${mark}`)}>
            {SIGNS[mark]}
          </span>
        )}
      </td>
      <td className={styles['text']}>
        {before}
        {changed !== '' && <mark>{changed}</mark>}
        {after}
        {isUnended && mark !== 'same' && <span className={styles['note']}> {t('compare.diff.noLineEnd')}</span>}
      </td>
    </tr>
  );
}

/** The lines of two texts, those that are equal folded around what differs. */
export function DiffTable({ lines, label }: { readonly lines: readonly DiffLine[]; readonly label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = useMemo(() => foldAround(lines), [lines]);
  return (
    <table className={styles['lines']} aria-label={label}>
      {/* Where the first row is a fold, it says nothing of the widths. */}
      <colgroup>
        <col className={styles['number']} />
        <col className={styles['number']} />
        <col className={styles['sign']} />
        <col />
      </colgroup>
      <Rows
        shown={shown}
        columns={COLUMNS}
        step={STEP}
        foldText={(rows) => t('compare.diff.equalLines', { count: rows.length, shown: format.number(rows.length) })}
      >
        {(line) => <Line line={line} />}
      </Rows>
    </table>
  );
}
