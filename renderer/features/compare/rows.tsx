import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../../../shared/compare/pairs.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './compare.module.css';
import type { Shown } from './folds.ts';

/** Rows that are drawn of one table. */
const MOST_ROWS = 1_000;

/** A line that says how many rows are equal, and shows them. */
function Fold({
  columns,
  isOpen,
  toggle,
  children,
}: {
  readonly columns: number;
  readonly isOpen: boolean;
  readonly toggle: () => void;
  readonly children: ReactNode;
}) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr className={styles['fold']}>
      <td colSpan={columns}>
        <button type="button" className={styles['foldButton']} aria-expanded={isOpen} onClick={toggle}>
          <Chevron size={13} aria-hidden="true" />
          {children}
        </button>
      </td>
    </tr>
  );
}

/** The rows of a table, equal ones folded until a person opens them. */
export function Rows<T extends { readonly mark: Mark }>({
  shown,
  columns,
  foldText,
  children,
}: {
  readonly shown: readonly Shown<T>[];
  readonly columns: number;
  readonly foldText: (rows: readonly T[]) => string;
  readonly children: (row: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (at: number): void => {
    const next = new Set(open);
    if (!next.delete(at)) next.add(at);
    setOpen(next);
  };
  const more = shown.length - MOST_ROWS;
  return (
    <tbody>
      {shown.slice(0, MOST_ROWS).map((line) =>
        line.kind === 'row' ? (
          <Fragment key={line.at}>{children(line.row)}</Fragment>
        ) : (
          <Fragment key={line.at}>
            <Fold columns={columns} isOpen={open.has(line.at)} toggle={() => toggle(line.at)}>
              {foldText(line.rows)}
            </Fold>
            {open.has(line.at) && line.rows.slice(0, MOST_ROWS).map((row, i) => <Fragment key={i}>{children(row)}</Fragment>)}
          </Fragment>
        ),
      )}
      {more > 0 && (
        <tr>
          <td colSpan={columns} className="dim">
            {t('compare.more', { count: more, shown: format.number(more) })}
          </td>
        </tr>
      )}
    </tbody>
  );
}
