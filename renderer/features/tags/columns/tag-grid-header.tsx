import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { memo, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { SortColumn } from '../../../../shared/contract/settings.ts';
import { checkTags, remember, useUi } from '../../../lib/ui-state.ts';
import { isTag } from '../rows.ts';
import styles from '../tags.module.css';

const COLUMNS: readonly { readonly id: SortColumn; readonly numeric?: true }[] = [
  { id: 'tag' },
  { id: 'digest' },
  { id: 'kind' },
  { id: 'platforms' },
  { id: 'size', numeric: true },
  { id: 'created', numeric: true },
];

/** Sizes and dates are sorted largest and newest first; words from A. */
const startsDescending = (column: SortColumn): boolean => column === 'size' || column === 'created';

function SelectAll({ rows, checked }: { readonly rows: readonly string[]; readonly checked: ReadonlySet<string> }) {
  const { t } = useTranslation();
  // Looks no further than to the first row that is not checked, of which there nearly always is one.
  const all = checked.size > 0 && rows.some(isTag) && rows.every((row) => !isTag(row) || checked.has(row));
  return (
    <input
      type="checkbox"
      className={styles['check']}
      aria-label={t('tags.selectAll')}
      checked={all}
      ref={(box) => {
        if (box) box.indeterminate = !all && checked.size > 0;
      }}
      onChange={() => checkTags(new Set(all ? [] : rows.filter(isTag)))}
    />
  );
}

type HeaderProps = {
  readonly rows: readonly string[];
  readonly checked: ReadonlySet<string>;
  /** The header of the platforms, whose width is measured. */
  readonly platforms: Ref<HTMLDivElement>;
};

/** The column headers: what the rows are sorted by, and the selection of all of them. Memoised: a batch that is read changes nothing here. */
export const TagGridHeader = memo(function TagGridHeader({ rows, checked, platforms }: HeaderProps) {
  const { t } = useTranslation();
  const sort = useUi((ui) => ui.settings.sort);
  const sortBy = (column: SortColumn): void =>
    remember({ sort: { column, descending: sort.column === column ? !sort.descending : startsDescending(column) } });
  // Versions are listed newest first unless reversed.
  const isDescending = sort.column === 'tag' ? !sort.descending : sort.descending;
  const Arrow = isDescending ? IconArrowDown : IconArrowUp;
  return (
    <div role="row" aria-rowindex={1} className={`${styles['line']} ${styles['header']}`}>
      <div role="columnheader" className={styles['cell']}>
        <SelectAll rows={rows} checked={checked} />
      </div>
      {COLUMNS.map(({ id, numeric }) => (
        <div
          key={id}
          ref={id === 'platforms' ? platforms : null}
          role="columnheader"
          data-column={id}
          aria-sort={sort.column === id ? (isDescending ? 'descending' : 'ascending') : 'none'}
          className={`${styles['cell']} ${numeric ? 'num' : ''}`}
        >
          <button type="button" className={styles['sort']} onClick={() => sortBy(id)}>
            {t(`tags.column.${id}`)}
            {sort.column === id && <Arrow size={13} aria-hidden="true" />}
          </button>
        </div>
      ))}
      <div role="columnheader" className={styles['cell']}>
        <VisuallyHidden>{t('tags.column.actions')}</VisuallyHidden>
      </div>
    </div>
  );
});
