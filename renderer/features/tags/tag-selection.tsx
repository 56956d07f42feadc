import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconChevronUp, IconX } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { checkTags, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { actsOn, hiddenOf } from './acts-on.ts';
import { TagMenuItems } from './tag-menu-items.tsx';
import styles from './tags.module.css';
import { useTagAction } from './use-tag-action.ts';

/** How many tags are checked, how many of those are not shown, and what can be done with them. */
export function TagSelection({
  connection,
  repository,
  details,
  rows,
  note,
}: {
  readonly connection: Connection;
  readonly repository: string;
  readonly details: ReadonlyMap<string, TagDetail> | undefined;
  readonly rows: readonly string[];
  /** What else is to be said of these tags. */
  readonly note: (tags: readonly string[]) => ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const checked = useUi((ui) => ui.checkedTags);
  const isFiltered = useUi((ui) => ui.tagFilter.trim() !== '');
  const hidden = useMemo(() => hiddenOf(checked, rows), [checked, rows]);
  const run = useTagAction(connection, repository, details);
  if (checked.size === 0) return null;
  const tags = actsOn(checked, []);
  const isMany = tags.length > 1;
  const shown = format.number(tags.length);
  return (
    <div className={styles['selection']} role="toolbar" aria-label={t('tags.selection')}>
      <span>
        {t('tags.selected', { shown })}
        {hidden > 0 && (
          <span className={styles['hiddenCount']}>
            {t(isFiltered ? 'tags.hiddenByFilter' : 'tags.hidden', { shown: format.number(hidden) })}
          </span>
        )}
      </span>
      {note(tags)}
      <span className={styles['selectionActions']}>
        <Button variant="default" onClick={() => run('copy-references', tags)}>
          {t('tags.copyReferences')}
        </Button>
        <Button variant="default" onClick={() => run('retag', tags)}>
          {isMany ? t('tags.menu.retagMany', { shown }) : t('tags.menu.retag')}
        </Button>
        <Button variant="default" onClick={() => run('copy', tags)}>
          {isMany ? t('tags.menu.copyManyTo', { shown }) : t('tags.menu.copyTo')}
        </Button>
        <Button variant="default" onClick={() => run('save', tags)}>
          {isMany ? t('tags.menu.saveMany', { shown }) : t('tags.menu.save')}
        </Button>
        {tags.length === 2 && (
          <Button variant="default" aria-keyshortcuts="Control+D" onClick={() => run('compare', tags)}>
            {t('compare.title')}
          </Button>
        )}
        <Button variant="default" className={styles['danger'] ?? ''} onClick={() => run('delete', tags)}>
          {isMany ? t('tags.menu.deleteMany', { shown }) : t('tags.menu.delete')}
        </Button>
      </span>
      <Menu position="top-end" withinPortal>
        <Menu.Target>
          <Button variant="default" className={styles['selectionMenu'] ?? ''} rightSection={<IconChevronUp aria-hidden="true" size={14} />}>
            {t('tags.column.actions')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('tags.selection')} className={styles['menu'] ?? ''}>
          <TagMenuItems connection={connection} repository={repository} details={details} tags={tags} />
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={t('tags.clearSelection')}>
        <ActionIcon variant="subtle" size={30} aria-label={t('tags.clearSelection')} onClick={() => checkTags(new Set())}>
          <IconX aria-hidden="true" size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
