import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FilesOf } from '../../../shared/contract/files.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { showFiles } from '../../lib/places.ts';
import { useUi } from '../../lib/ui-state.ts';
import { entryKey, type FileLine, indexOfKey, keyOf, type ShownLine } from './file-lines.ts';
import { entryQuery } from './queries.ts';

/** What of the place the list of files shows: one layer of so many, and a file. */
export function usePlaceInFiles(layerCount: number) {
  const layer = useUi(({ place }) => place?.layer);
  const path = useUi(({ place }) => place?.path);
  return { layer: layer !== undefined && layer <= layerCount ? layer : undefined, path };
}

/** The line that is shown beside the list, and whether the file that a link leads to is gone. `path` is that of the place. */
export function useShownFile(image: FilesOf, layer: number | undefined, path: string | undefined, lines: readonly FileLine[]) {
  // What was deleted or overwritten has no place of its own in this view.
  const [other, setOther] = useState<string>();
  // A path that was chosen here may be missing in another layer, and is not looked for.
  const [own, setOwn] = useState<string>();
  const chosen = other ?? (path === undefined ? undefined : entryKey(path));
  const at = useMemo(() => indexOfKey(lines, chosen), [lines, chosen]);
  const line = lines[at];
  const listed = line?.kind === 'entry' || line?.kind === 'wasted' ? line : undefined;
  const isLinked = other === undefined && path !== undefined && path !== own && !listed;
  const found = useQuery({ ...entryQuery(image, layer, path ?? ''), enabled: isLinked });
  const linked: ShownLine | undefined =
    isLinked && found.data
      ? { kind: 'entry', path: found.data.path, level: 1, name: found.data.name, expanded: undefined, entry: found.data }
      : undefined;
  const isGone = isLinked && found.error !== null && readFailure(found.error).code === 'NOT_FOUND';
  const choose = (line: ShownLine): void => {
    const isHere = line.kind === 'entry' && line.entry.deletedIn === undefined;
    setOther(isHere ? undefined : keyOf(line));
    setOwn(isHere ? line.path : undefined);
    showFiles({ layer, path: isHere ? line.path : undefined });
  };
  const close = (): void => {
    setOther(undefined);
    showFiles({ layer });
  };
  const showLayer = (next: number | undefined): void => {
    setOwn(path);
    showFiles({ layer: next, path });
  };
  /** Shows a file in another layer: where it is not in it, that is said. */
  const showIn = (next: number | undefined, file: string): void => {
    setOther(undefined);
    setOwn(undefined);
    showFiles({ layer: next, path: file });
  };
  return { chosen, shown: listed ?? linked, isGone, choose, close, showLayer, showIn };
}
