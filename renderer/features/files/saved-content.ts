import type { SavedContent } from '../../../shared/contract/transfer.ts';
import { type ShownLine, whereIs } from './file-lines.ts';

/** Whether a line has a content of its own to be read: what a layer deletes has none in it. Pure. */
export function hasContent(line: ShownLine): boolean {
  if (line.kind === 'wasted') return true;
  const { kind, change, deletedIn } = line.entry;
  return (kind === 'file' || kind === 'hardlink') && (change !== 'deleted' || deletedIn !== undefined);
}

/** What saving a line saves, out of an image or of the one layer that is shown; undefined where there is nothing to save. Pure. */
export function contentOfLine(digest: string, shown: number | undefined, line: ShownLine): SavedContent | undefined {
  const isFolder = line.kind === 'entry' && line.entry.kind === 'folder' && line.entry.change !== 'deleted';
  if (!isFolder && !hasContent(line)) return undefined;
  const { layer, path } = whereIs(line, shown);
  return { kind: 'files', digest, path, ...(layer === undefined ? {} : { layer }) };
}
