import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameText } from '../../../shared/name-text.ts';
import { copyText } from '../../lib/copy.ts';
import { placeHere } from '../../lib/places.ts';
import { DigestMenu } from '../../ui/digest-menu.tsx';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import type { FileLine } from './file-lines.ts';

/** What can be done with a file of an artifact: by a right click, the menu key and Shift F10. Of a file in a package the digest is that of the package. */
export function FileMenu({ line, at, onClose }: { readonly line: FileLine; readonly at: MenuPoint; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { file, name, layer, key } = line;
  const path = file?.path ?? name;
  return (
    <DigestMenu
      at={at}
      label={t('artifacts.actions', { name: nameText(path) })}
      digest={layer.digest}
      link={placeHere({ tab: 'layers', layer: Number.parseInt(key, 10) + 1 })}
      onClose={onClose}
    >
      <Menu.Item onClick={() => void copyText(path, t('copy.done', { what: t('artifacts.nameCopied') }), t('copy.refused'))}>
        {t('artifacts.copyName')}
      </Menu.Item>
    </DigestMenu>
  );
}
