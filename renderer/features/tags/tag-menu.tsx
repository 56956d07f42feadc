import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import type { Cell } from '../../ui/cells-of.ts';
import { RowMenu } from '../../ui/row-menu.tsx';
import { actsOn } from './acts-on.ts';
import { TagMenuItems } from './tag-menu-items.tsx';
import type { TagTable } from './tag-table.ts';
import styles from './tags.module.css';

/** Where a menu opens, and for which row: at a point, or below the right edge of the row's button. */
export type MenuTarget = {
  readonly tag: string;
  readonly x: number;
  readonly y: number;
  readonly at: 'point' | 'button';
  /** What the row says. */
  readonly cells: readonly Cell[];
  /** Opened by key, it means the checked tags, wherever the cursor is. */
  readonly from: 'keys' | 'row';
};

/** Names of tags that the title of a menu says at hover. */
const MOST_NAMED = 20;

/** What can be done with a tag, or with the checked ones; opened from a row's button, with the right mouse button, or by key. */
export function TagMenu({
  target: { x, y, at, from, cells },
  row,
  connection,
  repository,
  table,
  onClose,
}: {
  readonly target: MenuTarget;
  /** The tags of that row. */
  readonly row: readonly string[];
  readonly connection: Connection;
  readonly repository: string;
  readonly table: TagTable;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const checked = useUi((ui) => ui.checkedTags);
  const tags = actsOn(checked, row, from);
  const isMany = tags.length > 1;
  const only = tags[0] ?? '';
  const isSelection = tags !== row;
  const shown = format.number(tags.length);
  const notSelected = isMany ? t('tags.onlyThese', { shown }) : t('tags.onlyThis', { tag: only });
  const name = isMany ? t(isSelection ? 'tags.actionsOnMany' : 'tags.actionsOnImage', { shown }) : t('tags.actions', { tag: only });
  return (
    <RowMenu at={{ x, y }} side={at === 'point' ? 'start' : 'end'} label={name} className={styles['menu']} onClose={onClose}>
      <Menu.Label className={styles['menuLabel'] ?? ''} title={tags.slice(0, MOST_NAMED).join('\n')}>
        {checked.size > 0 && !isSelection ? notSelected : isMany ? name : only}
      </Menu.Label>
      {connection.readOnly && <Menu.Label>{t('change.readOnly')}</Menu.Label>}
      <TagMenuItems connection={connection} repository={repository} details={table.details} tags={tags} cells={isMany ? [] : cells} />
    </RowMenu>
  );
}
