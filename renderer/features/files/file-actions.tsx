import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FilesOf } from '../../../shared/contract/files.ts';
import type { SavedContent } from '../../../shared/contract/transfer.ts';
import { nameText } from '../../../shared/name-text.ts';
import type { Place } from '../../../shared/place.ts';
import { copyText } from '../../lib/copy.ts';
import { copyLink } from '../../lib/link.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyCells } from '../../ui/copy-cells.tsx';
import { RowMenu } from '../../ui/row-menu.tsx';
import type { FileMenuTarget } from './file-grid.tsx';
import { layersOf, type ShownLine, whereIs } from './file-lines.ts';
import { contentOfLine } from './saved-content.ts';

/** Layers that a menu leads to. */
const MOST_LAYERS = 8;

/** Copies the path as it is in a container. */
export function useCopyPath(): (path: string) => void {
  const { t } = useTranslation();
  return (path) => void copyText(`/${path}`, t('copy.done', { what: t('files.path') }), t('copy.refused'));
}

/** Opens the dialog that saves files of an image. */
export const saveContent = ({ connectionId, repository }: FilesOf, content: SavedContent): void =>
  openDialog({ kind: 'save-content', connectionId, repository, content });

/** The layers that wrote or deleted a file, and the merged image from one of them. */
function LayerItems({
  line,
  layer,
  onShowIn,
}: {
  readonly line: ShownLine;
  readonly layer: number | undefined;
  readonly onShowIn: (layer: number | undefined, path: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const others = layersOf(line).filter((number) => number !== layer);
  if (others.length === 0 && layer === undefined) return null;
  return (
    <>
      <Menu.Divider />
      {layer !== undefined && <Menu.Item onClick={() => onShowIn(undefined, line.path)}>{t('files.showMerged')}</Menu.Item>}
      {others.slice(-MOST_LAYERS).map((number) => (
        <Menu.Item key={number} onClick={() => onShowIn(number, line.path)}>
          {t('files.showIn', { number: format.number(number) })}
        </Menu.Item>
      ))}
    </>
  );
}

/** What can be done with a file: opened with the right mouse button, by the row's button, or by key. */
export function FileMenu({
  target: { line, cells, ...at },
  image,
  reference,
  layer,
  onPreview,
  onWhereElse,
  onShowIn,
  onClose,
}: {
  readonly target: FileMenuTarget;
  readonly image: FilesOf;
  /** The image as a link names it. */
  readonly reference: NonNullable<Place['reference']>;
  /** The one layer that is shown. */
  readonly layer: number | undefined;
  readonly onPreview: (line: ShownLine) => void;
  readonly onWhereElse: (line: ShownLine) => void;
  readonly onShowIn: (layer: number | undefined, path: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const copyPath = useCopyPath();
  const { path } = line;
  const content = contentOfLine(image.digest, layer, line);
  const isFolder = line.kind === 'entry' && line.entry.kind === 'folder';
  const link = (): void => {
    const { layer: found } = whereIs(line, layer);
    const { connectionId, repository } = image;
    copyLink(t, { connectionId, repository, reference, tab: 'files', ...(found === undefined ? {} : { layer: found }), path });
  };
  return (
    <RowMenu at={at} side={at.side} label={t('files.actions', { path: `/${nameText(path)}` })} onClose={onClose}>
      <Menu.Item onClick={() => onPreview(line)}>{t('files.preview')}</Menu.Item>
      {content && (
        <Menu.Item onClick={() => saveContent(image, content)}>{t(isFolder ? 'saveContent.folder' : 'saveContent.action')}</Menu.Item>
      )}
      <Menu.Item onClick={() => copyPath(path)}>{t('files.copyPath')}</Menu.Item>
      <Menu.Item onClick={link}>{t('connections.copyLink')}</Menu.Item>
      <CopyCells cells={cells} />
      {!isFolder && <Menu.Item onClick={() => onWhereElse(line)}>{t('files.whereElse')}</Menu.Item>}
      <LayerItems line={line} layer={layer} onShowIn={onShowIn} />
    </RowMenu>
  );
}
