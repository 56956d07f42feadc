import { VisuallyHidden } from '@mantine/core';
import { memo, type Ref, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { checkTags } from '../../../lib/ui-state.ts';
import { isTag } from '../rows.ts';
import styles from '../tags.module.css';
import { ColumnHeader } from './column-header.tsx';
import { ShownColumns } from './shown-columns.ts';

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
  const columns = useContext(ShownColumns);
  return (
    <div role="row" aria-rowindex={1} className={`${styles['line']} ${styles['header']}`}>
      <div role="columnheader" className={styles['cell']}>
        <SelectAll rows={rows} checked={checked} />
      </div>
      <ColumnHeader id="tag" />
      {columns.map((id) => (
        <ColumnHeader key={id} id={id} {...(id === 'platforms' ? { ref: platforms } : {})} />
      ))}
      <div role="columnheader" className={styles['cell']}>
        <VisuallyHidden>{t('tags.column.actions')}</VisuallyHidden>
      </div>
    </div>
  );
});
