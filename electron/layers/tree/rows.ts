import type { FileRow } from '../../../shared/contract/files.ts';
import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { Deleted } from './deleted.ts';
import type { LayerRow } from './layer-changes.ts';
import type { ViewNode } from './layer-view.ts';
import { joined, type Node, pathOf } from './node.ts';

type Facts = Pick<FileRow, 'mode' | 'uid' | 'gid' | 'user' | 'group' | 'modified' | 'target'>;

/** A folder without an entry is what unpacking makes of it. */
function factsOf(entry: FileEntry | undefined): Facts {
  if (!entry) return { mode: 0o755, uid: 0, gid: 0 };
  const { mode, uid, gid, user, group, modified, target } = entry;
  return {
    ...{ mode, uid, gid },
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
    ...(modified === undefined ? {} : { modified }),
    ...(target === undefined ? {} : { target }),
  };
}

const digestOf = (digest: string | undefined): { digest?: string } => (digest === undefined ? {} : { digest });

/** A file or folder of the merged image. Of the names that share a content the first is the file, the others are hard links to it. */
export function rowOfNode(node: Node, folder: string): FileRow {
  const { name, entry, content, layers, children } = node;
  const base = { path: node.parent ? joined(folder, name) : '', name, layers: [...layers] };
  if (children) return { ...base, kind: 'folder', ...factsOf(entry), size: node.size, files: node.files };
  const { target, ...facts } = factsOf(entry);
  if (!content) return { ...base, kind: entry?.kind ?? 'file', size: 0, ...facts, ...(target === undefined ? {} : { target }) };
  const size = content.entry.size;
  if (content.owner === node) return { ...base, kind: 'file', size, ...facts, ...digestOf(content.entry.digest) };
  const owner = content.owner ? pathOf(content.owner) : target;
  return {
    ...base,
    kind: 'hardlink',
    size,
    ...facts,
    ...(owner === undefined ? {} : { target: owner }),
    ...digestOf(content.entry.digest),
  };
}

function changeOf({ change, content }: LayerRow, number: number): Pick<FileRow, 'change' | 'replacedIn'> {
  const by = content?.layer === number ? content.lost?.by : undefined;
  return { ...(change ? { change } : {}), ...(by === undefined ? {} : { replacedIn: by }) };
}

/** What one layer does with a path. */
export function rowOfView({ path, name, row, size, files, children }: ViewNode, number: number): FileRow {
  const { entry } = row ?? {};
  const kind = entry?.kind ?? 'folder';
  return {
    ...{ path, name, kind, size, layers: row ? [number] : [] },
    ...(kind === 'folder' || children.size > 0 ? { kind: 'folder', files } : {}),
    ...factsOf(entry),
    ...digestOf(entry?.kind === 'file' ? row?.content?.entry.digest : undefined),
    ...(row ? changeOf(row, number) : {}),
  };
}

/** What a layer deleted, as it was. */
export function rowOfDeleted({ path, name, was, by, size, files }: Deleted): FileRow {
  const { entry, content, layers = [] } = was ?? {};
  const kind = entry?.kind ?? 'folder';
  return {
    ...{ path, name, kind, size, layers: [...layers] },
    ...(kind === 'folder' ? { files } : {}),
    ...factsOf(entry),
    ...digestOf(kind === 'file' ? content?.entry.digest : undefined),
    ...{ change: 'deleted', deletedIn: by },
  };
}
