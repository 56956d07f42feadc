import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { openDigest, placeHere } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { DigestMenu } from '../../ui/digest-menu.tsx';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { itemText } from './row-text.ts';
import type { LinkedRow } from './rows.ts';

/** What can be done with a line of the tree: by a right click, the menu key and Shift F10. A line that only groups others has no menu. */
export function LinkedMenu({ row, at, onClose }: { readonly row: LinkedRow; readonly at: MenuPoint; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { item, level } = row;
  if (item.kind === 'group') return null;
  const { digest } = item.kind === 'node' ? item.node : item.blob;
  // A missing manifest can be linked to: that it is missing is then said there.
  const link = item.kind === 'node' ? placeHere(level === 1 ? { tab: 'linked' } : { digest }) : undefined;
  return (
    <DigestMenu
      at={at}
      label={t('linked.actions', { name: itemText(t, item, format.number) })}
      digest={digest}
      link={link}
      onClose={onClose}
    >
      {item.kind === 'node' && level > 1 && <Menu.Item onClick={() => openDigest(digest)}>{t('linked.openIt')}</Menu.Item>}
    </DigestMenu>
  );
}
