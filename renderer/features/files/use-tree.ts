import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { FileRow, FilesOf } from '../../../shared/contract/files.ts';
import { type FolderState, fileLines, foldersAbove, shownFolders } from './file-lines.ts';
import { folderQuery } from './queries.ts';

type Answer = { readonly rows: readonly FileRow[]; readonly more: number };

const NONE: ReadonlySet<string> = new Set();

/** The same function at every drawing: what it returns is then the same while nothing was read. */
const statesOf = (results: readonly { readonly data: Answer | undefined; readonly error: unknown }[]): FolderState[] =>
  results.map(({ data, error }) => (data ? { kind: 'read', ...data } : { kind: error ? 'failed' : 'reading' }));

/** The tree of files of an image or of one of its layers: its lines, and opening and closing folders. A folder is asked for once it is open; those above `revealed` are opened. */
export function useTree(image: FilesOf, layer: number | undefined, withDeleted: boolean, revealed: string | undefined) {
  const [open, setOpen] = useState(NONE);
  useEffect(() => {
    if (revealed !== undefined) setOpen((before) => new Set([...before, ...foldersAbove(revealed)]));
  }, [revealed]);
  const queries = shownFolders(open).map((path) => folderQuery(image, layer, path, withDeleted));
  const states = useQueries({ queries, combine: statesOf });
  const lines = useMemo(() => {
    const byPath = new Map(shownFolders(open).map((path, i) => [path, states[i]] as const));
    return fileLines(open, (path) => byPath.get(path) ?? { kind: 'reading' });
  }, [open, states]);
  const toggle = (path: string): void => {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
  };
  return { lines, toggle };
}
