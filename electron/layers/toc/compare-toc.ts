import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { TocReason } from '../../../shared/files/toc-reason.ts';
import type { LayerTree } from '../layer-tree.ts';
import { Problems } from '../read/problems.ts';
import { isStargzOwn } from './estargz.ts';
import type { Toc } from './toc.ts';

const BLOCK = 512;

/** A layer as its table of contents of this name lists it. What its tar has in bytes follows from that, but for long names. */
export function treeOfToc(digest: string, name: string, { format, entries, places }: Toc): LayerTree {
  const blocks = entries.reduce((sum, { size }) => sum + 1 + Math.ceil(size / BLOCK), 2);
  return { digest, format, basis: 'table-of-contents', toc: name, entries, places, unpacked: blocks * BLOCK, problems: [] };
}

/** The last entry of each path is the one that counts. */
const byPath = (entries: readonly FileEntry[]): Map<string, FileEntry> => new Map(entries.map((entry) => [entry.path, entry]));

function compareEntry(said: FileEntry, read: FileEntry, problems: Problems): void {
  if (said.size !== read.size) problems.add('toc-size', read.path);
  else if (said.digest !== undefined && read.digest !== undefined && said.digest !== read.digest) problems.add('toc-digest', read.path);
  const isSame =
    said.kind === read.kind && said.mode === read.mode && said.uid === read.uid && said.gid === read.gid && said.target === read.target;
  if (!isSame) problems.add('toc-facts', read.path);
}

/** Where in the tar a file begins, by its table of contents. */
function beginOf(toc: LayerTree, path: string): number | undefined {
  const [part] = toc.places?.get(path)?.parts ?? [];
  return part && (part.point?.out ?? part.from) + part.skip;
}

/** A zTOC has no digests of files. One that says that a file begins elsewhere would have another file's content shown. */
function comparePlaces(toc: LayerTree, { entries, offsets = [] }: LayerTree, problems: Problems): void {
  const last = new Map(entries.map(({ path }, n) => [path, n]));
  for (const [path, n] of last) {
    const [said, read] = [beginOf(toc, path), offsets[n] ?? -1];
    if (said !== undefined && read >= 0 && said !== read) problems.add('toc-place', path);
  }
}

/** Adds to `problems` in what the bytes of a layer differ from its table of contents. Files that belong to eStargz are not listed. */
function compareToc(toc: LayerTree, plain: LayerTree, problems: Problems): void {
  const listed = byPath(toc.entries);
  const inLayer = byPath(plain.entries);
  for (const [path, read] of inLayer) {
    const said = listed.get(path);
    if (said) compareEntry(said, read, problems);
    else if (!(toc.format === 'estargz' && isStargzOwn(path))) problems.add('toc-hidden', path);
  }
  for (const path of listed.keys()) if (!inLayer.has(path)) problems.add('toc-missing', path);
  if (toc.format === 'soci') comparePlaces(toc, plain, problems);
}

/**
 * A layer as its bytes have it, with what its table of contents says otherwise, or why that was refused. Files of eStargz that are not the image's are
 * left out. Of a layer that was not read whole nothing is compared.
 */
export function withToc(plain: LayerTree, toc: LayerTree | undefined, refused: TocReason | undefined): LayerTree {
  const problems = new Problems();
  for (const problem of plain.problems) problems.take(problem);
  if (refused) problems.add('toc-refused', refused);
  if (!toc || plain.basis !== 'digest') return { ...plain, problems: problems.list };
  compareToc(toc, plain, problems);
  const { format, places } = toc;
  const known = { format, problems: problems.list, ...(places ? { places } : {}) };
  if (format !== 'estargz') return { ...plain, ...known };
  const kept = plain.entries.map(({ path }) => !isStargzOwn(path));
  const entries = plain.entries.filter((_, n) => kept[n]);
  const offsets = plain.offsets?.filter((_, n) => kept[n]);
  return { ...plain, ...known, entries, ...(offsets ? { offsets } : {}) };
}
