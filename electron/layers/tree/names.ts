import type { LayerTree } from '../layer-tree.ts';
import { isWhiteout } from './merge.ts';

/** The last parts of the paths of all that is no folder, each once. */
export function fileNames({ entries }: LayerTree): string[] {
  const names = new Set<string>();
  for (const entry of entries)
    if (entry.kind !== 'folder' && !isWhiteout(entry)) names.add(entry.path.slice(entry.path.lastIndexOf('/') + 1));
  return [...names];
}
