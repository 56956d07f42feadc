import type { FileEntry, FileKind } from '../../../shared/files/file-entry.ts';
import type { LayerProblemWhy } from '../../../shared/files/layer-problem.ts';
import { cleanPath, textOf } from './entry-name.ts';
import type { Header } from './header.ts';
import type { PaxFacts } from './pax.ts';

/** The flag that stands for a kind in a header. */
export const FLAGS: Readonly<Record<FileKind, string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  folder: '5',
  fifo: '6',
};

/** Files have two more flags: of contiguous ones, and of sparse ones as GNU tar wrote them. */
const KINDS: ReadonlyMap<string, FileKind> = new Map([
  ...Object.entries(FLAGS).map(([kind, flag]) => [flag, kind as FileKind] as const),
  ['7', 'file'],
  ['S', 'file'],
]);

/** What the entry of this type is; undefined for those that no image needs, such as volume labels. */
export const kindOf = (flag: string): FileKind | undefined => KINDS.get(flag);

/** What decides about an entry: its header and what stood before it, already put together. Sizes in bytes. */
export type EntryFacts = {
  readonly kind: FileKind;
  readonly header: Header;
  readonly pax: PaxFacts | undefined;
  readonly name: Buffer;
  readonly link: Buffer;
  readonly size: number;
};

function modeOf({ header, pax }: EntryFacts): Pick<FileEntry, 'mode' | 'uid' | 'gid' | 'user' | 'group' | 'modified'> {
  const [user, group] = [pax?.user ?? header.user, pax?.group ?? header.group];
  return {
    mode: header.mode & 0o7777,
    uid: pax?.uid ?? header.uid,
    gid: pax?.gid ?? header.gid,
    ...(user.byteLength > 0 ? { user: textOf(user) } : {}),
    ...(group.byteLength > 0 ? { group: textOf(group) } : {}),
    modified: Math.round((pax?.modified ?? header.modified) * 1000),
  };
}

/** The entry as it is listed, or why it is left out. `problem` is told what a person should know of one that is listed. */
export function entryOf(facts: EntryFacts, problem: (why: LayerProblemWhy, detail: string) => void): FileEntry | LayerProblemWhy {
  const { header, name, link, size } = facts;
  const clean = cleanPath(name);
  if (typeof clean === 'string') return clean;
  // Old tar programs end the name of a folder with a slash.
  const kind = header.flag === '0' && name.at(-1) === 0x2f ? 'folder' : facts.kind;
  const target = kind === 'hardlink' ? cleanPath(link) : undefined;
  if (typeof target === 'string') return target;
  if (clean.escapes || target?.escapes) problem('path-escapes', textOf(name));
  const entry = { path: clean.path, kind, size: kind === 'file' ? size : 0, ...modeOf(facts) };
  if (target) return { ...entry, target: target.path };
  return kind === 'symlink' ? { ...entry, target: textOf(link) } : entry;
}
