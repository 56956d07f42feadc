import { VisuallyHidden } from '@mantine/core';
import { memo, type Ref, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { SortColumn } from '../../../../shared/contract/settings.ts';
import type { TagDetail } from '../../../../shared/contract/tags.ts';
import { checkTags } from '../../../lib/ui-state.ts';
import { checkable, isAllChecked } from '../acts-on.ts';
import { focusGrid } from '../grid/tag-row.tsx';
import styles from '../tags.module.css';
import { ColumnHeader } from './column-header.tsx';
import { ShownColumns } from './shown-columns.ts';

function SelectAll({ rows, details, checked }: Pick<HeaderProps, 'rows' | 'details' | 'checked'>) {
  const { t } = useTranslation();
  const all = isAllChecked(rows, details, checked);
  return (
    <input
      type="checkbox"
      className={styles['check']}
      aria-label={t('tags.selectAll')}
      checked={all}
      ref={(box) => {
        if (box) box.indeterminate = !all && checked.size > 0;
      }}
      onMouseDown={focusGrid}
      onChange={() => checkTags(new Set(all ? [] : checkable(rows, details)))}
    />
  );
}

type HeaderProps = {
  /** All that is found. */
  readonly rows: readonly string[];
  readonly details: ReadonlyMap<string, TagDetail>;
  readonly checked: ReadonlySet<string>;
  /** The headers whose width is measured. */
  readonly measured: Partial<Record<SortColumn, Ref<HTMLDivElement>>>;
};

/** The column headers: what the rows are sorted by, and the selection of all of them. Memoised: a batch that is read changes nothing here. */
export const TagGridHeader = memo(function TagGridHeader({ rows, details, checked, measured }: HeaderProps) {
  const { t } = useTranslation();
  const columns = useContext(ShownColumns);
  return (
    <div role="row" aria-rowindex={1} className={`${styles['line']} ${styles['header']}`}>
      <div role="columnheader" className={styles['cell']}>
        <SelectAll rows={rows} details={details} checked={checked} />
      </div>
      <ColumnHeader id="tag" ref={measured.tag} />
      {columns.map((id) => (
        <ColumnHeader key={id} id={id} ref={measured[id]} />
      ))}
      <div role="columnheader" className={styles['cell']}>
        <VisuallyHidden>{t('tags.column.actions')}</VisuallyHidden>
      </div>
    </div>
  );
});
