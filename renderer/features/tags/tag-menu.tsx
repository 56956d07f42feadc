import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { TagDetail } from '../../../shared/contract/tags.ts';
import { copyText } from '../../lib/copy.ts';
import { usualPullCommand } from '../../lib/pull-command.ts';
import { useUi } from '../../lib/ui-state.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { digestOf, pullableOf } from './rows.ts';
import { openChange } from './tag-dialogs.ts';

export type MenuTarget = { readonly tag: string; readonly x: number; readonly y: number };

/** What can be done with a tag; opened from its row's button, with the right mouse button, or with the menu key. */
export function TagMenu({
  target,
  connection,
  repository,
  detail,
  onClose,
}: {
  readonly target: MenuTarget;
  readonly connection: Connection;
  readonly repository: string;
  readonly detail: TagDetail | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const tool = useUi((ui) => ui.settings.pullTool);
  const digest = digestOf(detail);
  const copy = (text: string, what: string): void => void copyText(text, t('copy.done', { what }), t('copy.refused'));
  return (
    <Menu opened onClose={onClose} position="bottom-end" withinPortal returnFocus={false}>
      <Menu.Target>
        <span style={{ position: 'fixed', left: target.x, top: target.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('tags.actions', { tag: target.tag })}>
        <Menu.Item rightSection={<KeyHint keys="R" />} onClick={() => openChange('retag', target.tag)}>
          {t('tags.menu.retag')}
        </Menu.Item>
        <Menu.Item onClick={() => openChange('copy', target.tag)}>{t('tags.menu.copyTo')}</Menu.Item>
        <Menu.Item onClick={() => openChange('save', target.tag)}>{t('tags.menu.save')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item
          rightSection={<KeyHint keys="C" />}
          onClick={() => copy(usualPullCommand(tool, pullableOf(connection.url, repository, target.tag, detail)), t('tags.pullCommand'))}
        >
          {t('tags.menu.copyPull')}
        </Menu.Item>
        <Menu.Item disabled={digest === undefined} onClick={() => digest && copy(digest, t('image.digest'))}>
          {t('tags.menu.copyDigest')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item data-danger rightSection={<KeyHint keys="delete" />} onClick={() => openChange('delete', target.tag)}>
          {t('tags.menu.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
