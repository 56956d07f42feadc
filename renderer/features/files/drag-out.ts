import type { TFunction } from 'i18next';
import { type FilesOf, MAX_DRAGGED } from '../../../shared/contract/files.ts';
import { bridge } from '../../lib/bridge.ts';
import { client } from '../../lib/client.ts';
import { notice } from '../../lib/notice.ts';
import { noticeFailure } from '../../lib/notice-failure.ts';
import { type ShownLine, whereIs } from './file-lines.ts';
import { hasContent } from './saved-content.ts';

/** Whether a line can be dragged out of the window: no folder, small enough, and not in a browser, whose pages cannot hand out files. */
export function canDragOut(line: ShownLine): boolean {
  const { size } = line.kind === 'wasted' ? line.file : line.entry;
  return bridge() !== undefined && hasContent(line) && size <= MAX_DRAGGED;
}

/** Has the system drag the file of a line, out of an image or of the one layer that is shown. What stands in the way is said in a notice. */
export async function dragOut(t: TFunction, image: FilesOf, shown: number | undefined, line: ShownLine): Promise<void> {
  const { layer, path } = whereIs(line, shown);
  try {
    const { isDragged } = await client.files.drag({ ...image, path, ...(layer === undefined ? {} : { layer }) });
    if (!isDragged) notice(t('files.notDragged'), t('files.notDraggedDetail'));
  } catch (error) {
    noticeFailure(t, error);
  }
}
