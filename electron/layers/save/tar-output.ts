import type { FileEntry } from '../../../shared/files/file-entry.ts';
import type { ContentSink } from '../tar/content.ts';
import { bytesOfText } from '../tar/entry-name.ts';
import type { EntryExtras } from '../tar/tar-reader.ts';
import { contentLength, entryHeader, paddingOf, TAR_END, type WrittenEntry } from '../tar/tar-writer.ts';
import type { Saved } from './save-plan.ts';

/** Takes the bytes that are made. They are kept where they are, and must not change. */
export type Out = (bytes: Uint8Array) => void;

/** An entry of a layer is not what its list of files says. */
export class OtherThanListed extends Error {}

const NOTHING = Buffer.alloc(0);

function writtenOf({ path, entry, linkTo }: Saved, extras: Partial<EntryExtras>): WrittenEntry {
  const { mode, uid, gid, user, group, modified = 0 } = entry;
  const kind = linkTo ? 'hardlink' : entry.kind;
  const link = linkTo ? linkTo.path : entry.kind === 'symlink' ? entry.target : undefined;
  return {
    ...{ kind, mode, uid, gid, modified, size: kind === 'file' ? entry.size : 0 },
    name: bytesOfText(kind === 'folder' ? `${path}/` : path),
    ...(link === undefined ? {} : { link: bytesOfText(link) }),
    user: user === undefined ? NOTHING : bytesOfText(user),
    group: group === undefined ? NOTHING : bytesOfText(group),
    ...extras,
  };
}

/** The folders on the way to an entry, the first one at the root. */
function wayTo(folder: Saved | undefined): Saved[] {
  const way: Saved[] = [];
  for (let at = folder; at; at = at.folder) way.push(at);
  return way.reverse();
}

/**
 * Writes entries in the order in which their contents come. Each folder stands before what is in it; one that something comes into later stands once
 * more at the end, so that unpacking leaves it with its own mode and time.
 */
export class TarOutput {
  private readonly out: Out;
  private readonly written = new Set<Saved>();
  /** The folders that the last entry is in. */
  private open: readonly Saved[] = [];
  private readonly closed = new Set<Saved>();
  private readonly again = new Set<Saved>();
  private readonly xattrs = new Map<Saved, EntryExtras['xattrs']>();

  constructor(out: Out) {
    this.out = out;
  }

  has(saved: Saved): boolean {
    return this.written.has(saved);
  }

  /** An entry that has no content of its own, or an empty one. @throws OtherThanListed where it links to what did not come. */
  add(saved: Saved, extras: Partial<EntryExtras> = {}): void {
    if (saved.entry.kind === 'folder') return this.addFolder(saved, extras.xattrs ?? []);
    if (saved.linkTo && !this.written.has(saved.linkTo)) this.add(saved.linkTo);
    const written = writtenOf(saved, extras);
    if (contentLength(written) > 0) throw new OtherThanListed(saved.path);
    this.begin(saved, written);
  }

  /** A file, whose content the sink takes. @throws OtherThanListed where there is more or less of it. */
  file(saved: Saved, extras: EntryExtras): ContentSink {
    const written = writtenOf(saved, extras);
    const length = contentLength(written);
    this.begin(saved, written);
    let bytes = 0;
    return {
      write: (part) => {
        bytes += part.byteLength;
        this.out(part);
      },
      // The map says where they are.
      hole: () => {},
      end: () => {
        if (bytes !== length) throw new OtherThanListed(saved.path);
        this.out(paddingOf(length));
      },
    };
  }

  /** What is to stand once more, and the end of the tar. */
  end(): void {
    // Of two folders in each other the inner one comes first: it can be reached until the outer one has its mode.
    for (const saved of [...this.written].reverse())
      if (this.again.has(saved)) this.out(entryHeader(writtenOf(saved, { xattrs: this.xattrs.get(saved) ?? [] })));
    this.out(TAR_END);
  }

  private addFolder(saved: Saved, xattrs: EntryExtras['xattrs']): void {
    if (xattrs.length > 0) this.xattrs.set(saved, xattrs);
    if (this.written.has(saved)) {
      if (xattrs.length > 0) this.again.add(saved);
      return;
    }
    this.enter([...wayTo(saved.folder), saved]);
  }

  private begin(saved: Saved, written: WrittenEntry): void {
    if (saved.folder !== this.open.at(-1)) this.enter(wayTo(saved.folder));
    this.written.add(saved);
    this.out(entryHeader(written));
  }

  private enter(way: readonly Saved[]): void {
    for (const [i, folder] of this.open.entries()) if (way[i] !== folder) this.closed.add(folder);
    for (const folder of way) {
      if (this.closed.has(folder)) this.again.add(folder);
      if (this.written.has(folder)) continue;
      this.written.add(folder);
      this.out(entryHeader(writtenOf(folder, { xattrs: this.xattrs.get(folder) ?? [] })));
    }
    this.open = way;
  }
}

/** Whether an entry of a layer is the one that its list of files has. */
export const isListed = (listed: FileEntry, read: FileEntry): boolean =>
  listed.path === read.path &&
  listed.kind === read.kind &&
  listed.size === read.size &&
  listed.mode === read.mode &&
  listed.uid === read.uid &&
  listed.gid === read.gid &&
  listed.target === read.target;
