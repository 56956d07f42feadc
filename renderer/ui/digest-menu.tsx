import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../shared/place.ts';
import { copyText } from '../lib/copy.ts';
import { copyLink } from '../lib/link.ts';
import { showDigest } from '../lib/places.ts';
import type { Cell } from './cells-of.ts';
import { CopyCells } from './copy-cells.tsx';
import { type MenuPoint, RowMenu } from './row-menu.tsx';

/** Where the menu of a row begins that is opened by key. */
export function menuBelow(row: Element): MenuPoint {
  const { left, bottom } = row.getBoundingClientRect();
  return { x: left + 40, y: bottom };
}

/** The menu of a row that stands for something with a digest. `children` are the items of its own, before those that all of them have. */
export function DigestMenu({
  at,
  label,
  digest,
  link,
  cells = [],
  onClose,
  children,
}: {
  readonly at: MenuPoint;
  readonly label: string;
  readonly digest: string;
  /** The place that the link leads to. */
  readonly link: Place | undefined;
  /** What the row says. */
  readonly cells?: readonly Cell[];
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <RowMenu at={at} label={label} onClose={onClose}>
      {children}
      <Menu.Item onClick={() => void copyText(digest, t('copy.done', { what: t('image.digest') }), t('copy.refused'))}>
        {t('tags.menu.copyDigest')}
      </Menu.Item>
      <Menu.Item onClick={() => showDigest(digest)}>{t('tags.menu.whereIs')}</Menu.Item>
      {link && <Menu.Item onClick={() => copyLink(t, link)}>{t('connections.copyLink')}</Menu.Item>}
      <CopyCells cells={cells} />
    </RowMenu>
  );
}
