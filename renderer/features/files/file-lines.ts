import type { FileRow, WastedFile } from '../../../shared/contract/files.ts';

/** What is known of a folder: what is in it, that it is being read, or why it could not be. */
export type FolderState =
  | { readonly kind: 'read'; readonly rows: readonly FileRow[]; readonly more: number }
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed' };

/** A line of the tree of files, or of a list of some of them. */
export type FileLine = { readonly path: string; readonly level: number } & (
  | { readonly kind: 'entry'; readonly entry: FileRow; readonly name: string; readonly expanded: boolean | undefined }
  | { readonly kind: 'wasted'; readonly file: WastedFile; readonly name: string; readonly expanded: undefined }
  /** In place of what is in a folder. */
  | { readonly kind: 'reading' | 'failed' | 'empty'; readonly expanded: undefined }
  /** Behind what is in a folder: how much more there is. */
  | { readonly kind: 'more'; readonly count: number; readonly expanded: undefined }
);

/** The folder of a path; that of what is at the root is ''. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Whether no layer says anything of a folder: it is made for what is in it. Pure. */
export const isImplied = ({ kind, layers }: FileRow): boolean => kind === 'folder' && layers.length === 0;

/** What tells a line from all others. */
export const keyOf = (line: FileLine): string => `${line.kind} ${line.kind === 'wasted' ? line.file.layer : ''} ${line.path}`;

/** The key of a file or a folder that the list has a line for. */
export const entryKey = (path: string): string => `entry  ${path}`;

/** Which line has a key; -1 where none has. Keys are only made of lines of that path: there may be tens of thousands of lines. Pure. */
export function indexOfKey(lines: readonly FileLine[], key: string | undefined): number {
  if (key === undefined) return -1;
  const path = key.slice(key.indexOf(' ', key.indexOf(' ') + 1) + 1);
  return lines.findIndex((line) => line.path === path && keyOf(line) === key);
}

/** A line that stands for a file or a folder. */
export type ShownLine = Extract<FileLine, { kind: 'entry' | 'wasted' }>;

/**
 * Where a line is found again: in the view that it is in, or what was deleted or overwritten in the layer that wrote it. `layer` is the one that is
 * shown. Pure.
 */
export function whereIs(line: ShownLine, layer: number | undefined): { readonly layer: number | undefined; readonly path: string } {
  const { path } = line;
  if (line.kind === 'wasted') return { layer: line.file.layer, path };
  const { deletedIn, layers } = line.entry;
  return { layer: deletedIn === undefined ? layer : (layers.at(-1) ?? deletedIn), path };
}

/** The layers that have something to say of a line, each once. Pure. */
export function layersOf(line: ShownLine): readonly number[] {
  if (line.kind === 'wasted') return [...new Set([line.file.layer, line.file.by])];
  const { layers, replacedIn, deletedIn } = line.entry;
  return [...new Set([...layers, ...[replacedIn, deletedIn].filter((number) => number !== undefined)])];
}

/** The folders that a path is in, the outermost first. Pure. */
export const foldersAbove = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(0, -1)
    .map((_, i, parts) => parts.slice(0, i + 1).join('/'));

/** The visible lines of a tree: what is in its root, and in those folders that are open. Pure. */
export function fileLines(open: ReadonlySet<string>, stateOf: (path: string) => FolderState): readonly FileLine[] {
  const lines: FileLine[] = [];
  const add = (folder: string, level: number): void => {
    const state = stateOf(folder);
    if (state.kind !== 'read') return void lines.push({ kind: state.kind, path: folder, level, expanded: undefined });
    if (state.rows.length === 0) lines.push({ kind: 'empty', path: folder, level, expanded: undefined });
    for (const entry of state.rows) {
      const { path, name } = entry;
      const expanded = entry.kind === 'folder' ? open.has(path) : undefined;
      lines.push({ kind: 'entry', path, level, entry, name, expanded });
      if (expanded) add(path, level + 1);
    }
    if (state.more > 0) lines.push({ kind: 'more', path: folder, level, count: state.more, expanded: undefined });
  };
  add('', 1);
  return lines;
}

const moreThan = (shown: number, count: number): readonly FileLine[] =>
  count > shown ? [{ kind: 'more', path: '', level: 1, count: count - shown, expanded: undefined }] : [];

/** What was found, one a line with its whole path. Pure. */
export const foundLines = (rows: readonly FileRow[], count: number): readonly FileLine[] => [
  ...rows.map((entry): FileLine => ({ kind: 'entry', path: entry.path, level: 1, name: entry.path, expanded: undefined, entry })),
  ...moreThan(rows.length, count),
];

/** What was written for nothing. Pure. */
export const wastedLines = (files: readonly WastedFile[], count: number): readonly FileLine[] => [
  ...files.map((file): FileLine => ({ kind: 'wasted', path: file.path, level: 1, name: file.path, expanded: undefined, file })),
  ...moreThan(files.length, count),
];

/** The open folders whose own folders are open up to the root: those that are on the screen. Pure. */
export function shownFolders(open: ReadonlySet<string>): readonly string[] {
  const isShown = (path: string): boolean => path === '' || (open.has(path) && isShown(folderOf(path)));
  return ['', ...[...open].filter(isShown)];
}

/** Whether the name of a line begins with what was typed in lower case. Pure. */
export const beginsWith = (line: FileLine, typed: string): boolean =>
  'name' in line &&
  line.name
    .slice(line.name.lastIndexOf('/') + 1)
    .toLowerCase()
    .startsWith(typed);
