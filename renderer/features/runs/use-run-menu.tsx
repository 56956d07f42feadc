import { Menu } from '@mantine/core';
import { type KeyboardEvent, type MouseEvent, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../shared/contract/runs.ts';
import { copyLink } from '../../lib/link.ts';
import { menuBelow } from '../../ui/digest-menu.tsx';
import { isMenuKey } from '../../ui/menu-keys.ts';
import { type MenuPoint, RowMenu } from '../../ui/row-menu.tsx';
import { runPlace } from './run-place.ts';
import { runTitle } from './run-text.ts';

/** The menu of a run: by a right click, and by the menu key or Shift F10 on one of its buttons. */
export function useRunMenu(run: Run) {
  const { t } = useTranslation();
  const [at, setAt] = useState<MenuPoint & { readonly focused: Element | null }>();
  const open = (event: SyntheticEvent, point: MenuPoint): void => {
    event.preventDefault();
    setAt({ ...point, focused: document.activeElement });
  };
  const close = (): void => {
    setAt(undefined);
    if (at?.focused instanceof HTMLElement) at.focused.focus();
  };
  const menu = at && (
    <RowMenu at={at} label={t('runs.actions', { title: runTitle(t, run.about) })} onClose={close}>
      <Menu.Item onClick={() => copyLink(t, runPlace(run))}>{t('connections.copyLink')}</Menu.Item>
    </RowMenu>
  );
  const handlers = {
    onContextMenu: (event: MouseEvent): void => open(event, { x: event.clientX, y: event.clientY }),
    onKeyDown: (event: KeyboardEvent): void => {
      if (isMenuKey(event)) open(event, menuBelow(event.currentTarget));
    },
  };
  return { menu, handlers };
}
