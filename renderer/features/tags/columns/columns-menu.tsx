import { Button, Menu } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { type KeyboardEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultSettings, type TagColumn, type TagColumnSetting } from '../../../../shared/contract/settings.ts';
import { remember, useUi } from '../../../lib/ui-state.ts';
import styles from '../tags.module.css';
import { arrangedColumns, withMoved, withShown } from './columns.ts';
import { shownOf } from './use-shown-columns.ts';

/** Which columns the table has: a menu of checkboxes. Those of which the registry says nothing are left out: `told` are the others. Memoised, as what is beside it. */
export const ColumnsMenu = memo(function ColumnsMenu({ told }: { readonly told: readonly TagColumn[] }) {
  const { t } = useTranslation();
  const settings = useUi((ui) => ui.settings.tagColumns);
  const columns = arrangedColumns(settings);
  const onScreen = shownOf(settings, told).map(({ id }) => id);
  /** An order that no header shows would be a riddle: without the column that it is sorted by, the table is in its usual order again. */
  const arrange = (next: readonly TagColumnSetting[]): void => {
    const { column } = useUi.getState().settings.sort;
    const isHidden = arrangedColumns(next).some(({ id, isShown }) => id === column && !isShown);
    remember({ tagColumns: [...next], ...(isHidden ? { sort: defaultSettings.sort } : {}) });
  };
  const onKey = (event: KeyboardEvent, id: TagColumn): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    remember({ tagColumns: withMoved(columns, onScreen, id, event.key === 'ArrowUp' ? -1 : 1) });
    const { currentTarget: item } = event;
    // To move it in the page takes the focus from it.
    if (item instanceof HTMLElement) requestAnimationFrame(() => item.focus());
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" className={styles['tool'] ?? ''} aria-label={t('tags.columns')} title={t('tags.columns')}>
          <IconColumns3 aria-hidden="true" size={15} />
          <span className={styles['toolLabel']}>{t('tags.columns')}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('tags.columns')}>
        {columns
          .filter(({ id }) => told.includes(id))
          .map(({ id, isShown }) => (
            <Menu.CheckboxItem
              key={id}
              checked={isShown}
              // One column beside the names is always there: a table of names alone looks broken.
              disabled={isShown && onScreen.length === 1}
              onChange={(now) => arrange(withShown(columns, id, now))}
              onKeyDown={(event) => onKey(event, id)}
            >
              {t(`tags.column.${id}`)}
            </Menu.CheckboxItem>
          ))}
        <Menu.Divider />
        <Menu.Item disabled={settings.length === 0} onClick={() => arrange([])}>
          {t('tags.usualColumns')}
        </Menu.Item>
        <Menu.Label className={styles['menuHint'] ?? ''}>{t('tags.columnsHint')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
});
