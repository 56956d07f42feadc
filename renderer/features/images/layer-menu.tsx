import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../lib/copy.ts';
import { placeHere, showFiles } from '../../lib/places.ts';
import type { Cell } from '../../ui/cells-of.ts';
import { DigestMenu } from '../../ui/digest-menu.tsx';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { useTableMenu } from '../../ui/table-menu.ts';
import type { LayerRow } from './layer-rows.ts';

type Target = { readonly row: LayerRow; readonly at: MenuPoint; readonly cells: readonly Cell[] };

/** What can be done with a layer. */
function LayerMenu({
  target: { row, at, cells },
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
      cells={cells}
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

/** The menu of the rows of a table of layers, each with `data-layer`. `isImage`: the layers have files and instructions. */
export function useLayerMenu(rows: readonly LayerRow[], isImage: boolean) {
  const { target, close, handlers } = useTableMenu(({ dataset }) => rows.find(({ number }) => String(number) === dataset['layer']));
  return { menu: target && <LayerMenu target={target} isImage={isImage} onClose={close} />, handlers };
}
