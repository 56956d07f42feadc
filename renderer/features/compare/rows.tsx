import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../../../shared/compare/pairs.ts';
import { useFormat } from '../../lib/use-format.ts';
import styles from './compare.module.css';
import type { Shown } from './folds.ts';

/** Rows that are drawn of one table, until a person asks for more. */
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

type Drawn<T> = (Shown<T> & { readonly key: string }) | { readonly kind: 'row'; readonly row: T; readonly key: string };

/** The lines of a table, with the rows of the folds that are open. */
function drawnRows<T>(shown: readonly Shown<T>[], open: ReadonlySet<number>): readonly Drawn<T>[] {
  return shown.flatMap((line): Drawn<T>[] => {
    const key = `${line.kind} ${line.at}`;
    if (line.kind === 'row' || !open.has(line.at)) return [{ ...line, key }];
    return [{ ...line, key }, ...line.rows.map((row, i) => ({ kind: 'row' as const, row, key: `${key} ${i}` }))];
  });
}

/** The rows of a table, equal ones folded until a person opens them. */
export function Rows<T extends { readonly mark: Mark }>({
  shown,
  columns,
  foldText,
  step = MOST_ROWS,
  children,
}: {
  readonly shown: readonly Shown<T>[];
  readonly columns: number;
  readonly foldText: (rows: readonly T[]) => string;
  /** Rows that are drawn at first, and more each time a person asks. */
  readonly step?: number;
  readonly children: (row: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [most, setMost] = useState(step);
  const toggle = (at: number): void => {
    const next = new Set(open);
    if (!next.delete(at)) next.add(at);
    setOpen(next);
  };
  const drawn = drawnRows(shown, open);
  const more = drawn.length - most;
  return (
    <tbody>
      {drawn.slice(0, most).map((line) =>
        line.kind === 'row' ? (
          <Fragment key={line.key}>{children(line.row)}</Fragment>
        ) : (
          <Fold key={line.key} columns={columns} isOpen={open.has(line.at)} toggle={() => toggle(line.at)}>
            {foldText(line.rows)}
          </Fold>
        ),
      )}
      {more > 0 && (
        <tr className={styles['fold']}>
          <td colSpan={columns}>
            <button type="button" className={styles['foldButton']} onClick={() => setMost(most + step)}>
              <IconChevronDown size={13} aria-hidden="true" />{' '}
              {t('compare.showMore', { count: more, shown: format.number(Math.min(more, step)), all: format.number(more) })}
            </button>
          </td>
        </tr>
      )}
    </tbody>
  );
}
