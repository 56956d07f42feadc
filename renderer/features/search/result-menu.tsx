import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { copyText } from '../../lib/copy.ts';
import { copyLink, referenceOf } from '../../lib/link.ts';
import { showDigest } from '../../lib/places.ts';
import type { Cell } from '../../ui/cells-of.ts';
import { CopyCells } from '../../ui/copy-cells.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { type MenuPoint, RowMenu } from '../../ui/row-menu.tsx';
import { placeOf } from './result-place.ts';

/** What a result is called: its tag, its digest, or its repository. */
function nameOf(result: SearchResult): string {
  if (result.kind === 'repository') return result.repository;
  return result.kind === 'tag' ? result.tag : shortDigest(result.image.digest);
}

/** What can be done with a result: by a right click, the menu key and Shift F10. */
export function ResultMenu({
  result,
  cells,
  at,
  onOpen,
  onClose,
}: {
  readonly result: SearchResult;
  readonly cells: readonly Cell[];
  readonly at: MenuPoint;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const digest = result.kind === 'repository' ? undefined : result.image.digest;
  const copy = (what: string, text: string): void => void copyText(text, t('copy.done', { what }), t('copy.refused'));
  return (
    <RowMenu at={at} label={t('search.actions', { name: nameOf(result) })} onClose={onClose}>
      <Menu.Item onClick={onOpen}>{t('connections.open')}</Menu.Item>
      <Menu.Divider />
      <Menu.Item
        rightSection={<KeyHint keys="mod C" />}
        onClick={() => copy(t('repositories.menu.reference'), referenceOf(placeOf(result)))}
      >
        {t('repositories.menu.copyReference')}
      </Menu.Item>
      {digest !== undefined && (
        <>
          <Menu.Item onClick={() => copy(t('image.digest'), digest)}>{t('tags.menu.copyDigest')}</Menu.Item>
          <Menu.Item onClick={() => showDigest(digest)}>{t('tags.menu.whereIs')}</Menu.Item>
        </>
      )}
      <Menu.Item onClick={() => copyLink(t, placeOf(result))}>{t('connections.copyLink')}</Menu.Item>
      <CopyCells cells={cells} />
    </RowMenu>
  );
}
