import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../shared/contract/connections.ts';
import { registryBase } from '../../shared/oci/reference.ts';
import { useRememberRepository } from '../features/connections/use-connections.ts';
import { checkLinks } from '../features/linked/queries.ts';
import type { TreeMenuTarget } from '../features/repositories/tree-view.tsx';
import { refreshTags } from '../features/tags/queries.ts';
import { copyText } from '../lib/copy.ts';
import { copyLink } from '../lib/link.ts';
import { showCleanUp, showRepository, showSearch, showStorage } from '../lib/places.ts';
import { openDialog } from '../lib/ui-state.ts';
import { RowMenu } from '../ui/row-menu.tsx';

type RepositoryMenuProps = {
  readonly connection: Connection;
  readonly target: TreeMenuTarget;
  readonly onClose: () => void;
};

/** What can be done with a repository. */
function RepositoryItems({ connection, repository }: { readonly connection: Connection; readonly repository: string }) {
  const { t } = useTranslation();
  const { mutate } = useRememberRepository();
  const { id, url, pinned } = connection;
  const place = { connectionId: id, repository };
  const what = pinned.includes(repository) ? 'unpin' : 'pin';
  const copy = (what: string, text: string): void => void copyText(text, t('copy.done', { what }), t('copy.refused'));
  const work: readonly (readonly [string, () => void])[] = [
    [t('registryPage.load'), () => openDialog({ kind: 'load', ...place })],
    [t('storage.title'), () => showStorage(id, { repository })],
    [t('main.cleanUp'), () => showCleanUp(id, repository)],
    [t('repositories.menu.untagged'), () => openDialog({ kind: 'untagged', ...place })],
    [t('repositories.menu.checkLinks'), () => void checkLinks(id, repository).catch(() => {})],
    [t('repositories.menu.watch'), () => openDialog({ kind: 'watch', about: place })],
    [t('connections.diagnose'), () => openDialog({ kind: 'diagnose', id, repository })],
  ];
  return (
    <>
      <Menu.Item onClick={() => showRepository(id, repository)}>{t('connections.open')}</Menu.Item>
      <Menu.Item onClick={() => void refreshTags(id, repository)}>{t('connections.refresh')}</Menu.Item>
      <Menu.Item onClick={() => mutate({ id, repository, what })}>{t(`repositories.menu.${what}`)}</Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={() => copy(t('repositories.menu.reference'), `${registryBase(url)}/${repository}`)}>
        {t('repositories.menu.copyReference')}
      </Menu.Item>
      <Menu.Item onClick={() => copyLink(t, place)}>{t('connections.copyLink')}</Menu.Item>
      <Menu.Divider />
      {work.map(([label, choose]) => (
        <Menu.Item key={label} onClick={choose}>
          {label}
        </Menu.Item>
      ))}
    </>
  );
}

/** What can be done with a repository or a folder of the tree: by a right click, the menu key and Shift F10. */
export function RepositoryMenu({ connection, target, onClose }: RepositoryMenuProps) {
  const { t } = useTranslation();
  const { kind, path, x, y } = target;
  return (
    <RowMenu at={{ x, y }} label={t('repositories.menu.label', { repository: path })} onClose={onClose}>
      {kind === 'folder' ? (
        <>
          <Menu.Item onClick={() => showSearch(connection.id, '', { folder: path })}>{t('search.inFolder')}</Menu.Item>
          <Menu.Item onClick={() => showStorage(connection.id, { folder: path })}>{t('storage.title')}</Menu.Item>
          <Menu.Item onClick={() => copyLink(t, { connectionId: connection.id, view: 'search', folder: path })}>
            {t('connections.copyLink')}
          </Menu.Item>
        </>
      ) : (
        <RepositoryItems connection={connection} repository={path} />
      )}
    </RowMenu>
  );
}
