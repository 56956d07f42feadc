import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FileDifference, FilesOf } from '../../../shared/contract/files.ts';
import type { Place } from '../../../shared/place.ts';
import { copyText } from '../../lib/copy.ts';
import { copyLink } from '../../lib/link.ts';
import { goTo } from '../../lib/places.ts';
import type { Cell } from '../../ui/cells-of.ts';
import { CopyCells } from '../../ui/copy-cells.tsx';
import { type MenuPoint, RowMenu } from '../../ui/row-menu.tsx';
import { pathText } from './file-line.tsx';

/** A file of one of the two images, in its list of files. */
const placeOf = ({ connectionId, repository, digest }: FilesOf, path: string): Place => ({
  ...{ connectionId, repository, tab: 'files', path },
  reference: { digest },
});

/** What can be done with a file that two images differ in. It is shown where it is: what was removed in the first image, everything else in the second. */
export function FileMenu({
  target: { row, at, cells },
  from,
  to,
  onClose,
}: {
  readonly target: { readonly row: FileDifference; readonly at: MenuPoint; readonly cells: readonly Cell[] };
  readonly from: FilesOf;
  readonly to: FilesOf;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const place = placeOf(row.mark === 'removed' ? from : to, row.path);
  return (
    <RowMenu at={at} label={t('compare.fileActions', { path: pathText(row) })} onClose={onClose}>
      <Menu.Item onClick={() => goTo(place)}>{t('compare.showFile')}</Menu.Item>
      <Menu.Item onClick={() => void copyText(`/${row.path}`, t('copy.done', { what: t('files.path') }), t('copy.refused'))}>
        {t('files.copyPath')}
      </Menu.Item>
      <Menu.Item onClick={() => copyLink(t, place)}>{t('connections.copyLink')}</Menu.Item>
      <CopyCells cells={cells} />
    </RowMenu>
  );
}
