import { type KeyboardEvent, type MouseEvent, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDigest, shortDigest } from '../../shared/oci/digest.ts';
import { digestPlace } from '../lib/places.ts';
import { DigestMenu, menuBelow } from './digest-menu.tsx';
import { isMenuKey } from './menu-keys.ts';
import type { MenuPoint } from './row-menu.tsx';

/** The menu of a digest that is shown by itself: by a right click, and by the menu key or Shift F10 on one of its buttons. For other texts there is none. */
export function useDigestMenu(text: string) {
  const { t } = useTranslation();
  const [at, setAt] = useState<MenuPoint & { readonly focused: Element | null }>();
  if (!isDigest(text)) return { menu: null, handlers: {} };
  const open = (event: SyntheticEvent, point: MenuPoint): void => {
    event.preventDefault();
    event.stopPropagation();
    setAt({ ...point, focused: document.activeElement });
  };
  const close = (): void => {
    setAt(undefined);
    if (at?.focused instanceof HTMLElement) at.focused.focus();
  };
  const menu = at && (
    <DigestMenu
      at={at}
      label={t('image.actionsOf', { digest: shortDigest(text) })}
      digest={text}
      link={digestPlace(text)}
      onClose={close}
    />
  );
  const handlers = {
    onContextMenu: (event: MouseEvent): void => open(event, { x: event.clientX, y: event.clientY }),
    onKeyDown: (event: KeyboardEvent): void => {
      if (isMenuKey(event)) open(event, menuBelow(event.currentTarget));
    },
  };
  return { menu, handlers };
}
