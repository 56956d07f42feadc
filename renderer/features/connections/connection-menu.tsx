import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListedConnection } from '../../../shared/contract/connections.ts';
import { registryBase } from '../../../shared/oci/reference.ts';
import { allowChanges } from '../../lib/allow-changes.ts';
import { copyText } from '../../lib/copy.ts';
import { linkTo } from '../../lib/link.ts';
import { showCleanUp, showConnection } from '../../lib/places.ts';
import { queryClient } from '../../lib/query-client.ts';
import { refreshRegistry } from '../../lib/refresh-registry.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import styles from './connections.module.css';
import { endChangesNow } from './end-changes.ts';

type ConnectionMenuProps = {
  readonly connection: ListedConnection;
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
  /** Moves the registry up or down in the list; undefined at that end of it. */
  readonly move: { readonly up: (() => void) | undefined; readonly down: (() => void) | undefined };
};

/** What can be done with a registry: by its button, a right click, the menu key and Shift F10. */
export function ConnectionMenu({ connection, opened, onChange, move }: ConnectionMenuProps) {
  const { t } = useTranslation();
  const { id, name, url } = connection;
  const copy = (what: string, text: string): void => void copyText(text, t('copy.done', { what }), t('copy.refused'));
  return (
    <Menu position="bottom-end" opened={opened} onChange={onChange}>
      <Menu.Target>
        <ActionIcon
          className={styles['more'] ?? ''}
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t('connections.actions', { name })}
        >
          <IconDots aria-hidden="true" size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => showConnection(id)}>{t('connections.open')}</Menu.Item>
        <Menu.Item onClick={() => void refreshRegistry(queryClient, id)}>{t('connections.refresh')}</Menu.Item>
        <Menu.Item onClick={() => copy(t('connections.addressCopied'), registryBase(url))}>{t('connections.copyAddress')}</Menu.Item>
        <Menu.Item onClick={() => copy(t('connections.linkCopied'), linkTo({ connectionId: id }, [connection]))}>
          {t('connections.copyLink')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => openDialog({ kind: 'load', connectionId: id, repository: null })}>{t('registryPage.load')}</Menu.Item>
        <Menu.Item onClick={() => showCleanUp(id, null)}>{t('main.cleanUp')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item disabled={!move.up} onClick={move.up} rightSection={<KeyHint keys="alt up" />}>
          {t('connections.moveUp')}
        </Menu.Item>
        <Menu.Item disabled={!move.down} onClick={move.down} rightSection={<KeyHint keys="alt down" />}>
          {t('connections.moveDown')}
        </Menu.Item>
        {connection.readOnly && <Menu.Item onClick={() => void allowChanges(id)}>{t('connections.allowChanges')}</Menu.Item>}
        {connection.changesUntil !== undefined && (
          <Menu.Item onClick={() => void endChangesNow(t, id)}>{t('connections.endChanges')}</Menu.Item>
        )}
        <Menu.Divider />
        {!connection.sample && <Menu.Item onClick={() => openDialog({ kind: 'edit-connection', id })}>{t('connections.edit')}</Menu.Item>}
        <Menu.Item onClick={() => openDialog({ kind: 'diagnose', id, repository: null })}>{t('connections.diagnose')}</Menu.Item>
        <Menu.Item data-danger onClick={() => openDialog({ kind: 'remove-connection', id })}>
          {t('connections.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
