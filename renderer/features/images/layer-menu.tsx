import { Menu } from '@mantine/core';
import { type KeyboardEvent, type MouseEvent, type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../lib/copy.ts';
import { placeHere, showFiles } from '../../lib/places.ts';
import { DigestMenu, menuBelow } from '../../ui/digest-menu.tsx';
import { isMenuKey } from '../../ui/menu-keys.ts';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import type { LayerRow } from './layer-rows.ts';

type Target = { readonly row: LayerRow; readonly at: MenuPoint; readonly element: HTMLElement };

/** What can be done with a layer. */
function LayerMenu({
  target: { row, at },
  isImage,
  onClose,
}: {
  readonly target: Target;
  readonly isImage: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { number, whole, digest } = row;
  const instruction = t('layers.instructionOf', { number });
  return (
    <DigestMenu
      at={at}
      label={t('layers.actions', { number })}
      digest={digest}
      link={placeHere({ tab: 'layers', layer: number })}
      onClose={onClose}
    >
      {isImage && <Menu.Item onClick={() => showFiles({ layer: number })}>{t('layers.showFiles')}</Menu.Item>}
      {isImage && whole !== '' && (
        <Menu.Item onClick={() => void copyText(whole, t('copy.done', { what: instruction }), t('copy.refused'))}>
          {t('layers.copyInstruction')}
        </Menu.Item>
      )}
    </DigestMenu>
  );
}

/**
 * The menu of the rows of a table of layers, each with `data-layer`: by a right click, the menu key and Shift F10. `handlers` are those of the table;
 * `menu` stands beside it, because what is clicked in it is no click on a row. `isImage`: the layers have files and instructions.
 */
export function useLayerMenu(rows: readonly LayerRow[], isImage: boolean) {
  const [target, setTarget] = useState<Target>();
  const open = (event: SyntheticEvent, at: (element: HTMLElement) => MenuPoint): void => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-layer]') : null;
    const row = element && rows.find(({ number }) => String(number) === element.dataset['layer']);
    if (!row) return;
    event.preventDefault();
    setTarget({ row, at: at(element), element });
  };
  const close = (): void => {
    setTarget(undefined);
    target?.element.querySelector('button')?.focus();
  };
  const menu: ReactNode = target && <LayerMenu target={target} isImage={isImage} onClose={close} />;
  const handlers = {
    onContextMenu: (event: MouseEvent): void => open(event, () => ({ x: event.clientX, y: event.clientY })),
    onKeyDown: (event: KeyboardEvent): void => {
      if (isMenuKey(event)) open(event, menuBelow);
    },
  };
  return { menu, handlers };
}
