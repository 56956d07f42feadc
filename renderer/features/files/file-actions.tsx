import { Menu, Portal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../lib/copy.ts';
import { nameText } from '../../lib/text/name-text.ts';
import type { FileMenuTarget } from './file-grid.tsx';

/** Copies the path as it is in a container. */
export function useCopyPath(): (path: string) => void {
  const { t } = useTranslation();
  return (path) => void copyText(`/${path}`, t('copy.done', { what: t('files.path') }), t('copy.refused'));
}

/** What can be done with a file: opened with the right mouse button, or by key. */
export function FileMenu({ target, onClose }: { readonly target: FileMenuTarget; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const copyPath = useCopyPath();
  const { path, x, y } = target;
  return (
    // In the document's body: a fixed position is relative to a container otherwise.
    <Portal>
      <Menu
        opened
        onClose={onClose}
        position="bottom-start"
        withinPortal
        returnFocus={false}
        hideDetached={false}
        // Without keys: the one that opens the menu would close it.
        clickOutsideEvents={['mousedown', 'touchstart']}
      >
        <Menu.Target>
          <span aria-hidden="true" style={{ position: 'fixed', left: x, top: y }} />
        </Menu.Target>
        <Menu.Dropdown aria-label={t('files.actions', { path: `/${nameText(path)}` })}>
          <Menu.Item onClick={() => copyPath(path)}>{t('files.copyPath')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Portal>
  );
}
