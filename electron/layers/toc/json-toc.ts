import type { FileEntry, FileKind } from '../../../shared/files/file-entry.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { EMPTY_DIGEST } from '../tar/content.ts';
import { kindOfType, pathOfName } from './entry-path.ts';
import { MAX_TOC_ENTRIES, TocRefusal } from './toc.ts';

/** A piece of a file's content, as zstd:chunked and eStargz both name it. */
export type TocChunk = {
  readonly offset: number;
  readonly endOffset: number | undefined;
  readonly innerOffset: number;
  /** Where it begins in the file. */
  readonly at: number;
  /** Bytes of the file; the rest of it where it was not said. */
  readonly size: number;
  readonly digest: string | undefined;
};

/** An entry, with the pieces of its content where it is a file that has any. */
export type TocItem = { readonly entry: FileEntry; readonly chunks: readonly TocChunk[] };

type Fields = Readonly<Record<string, unknown>>;

function numberOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new TocRefusal('number');
  return value;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new TocRefusal('unreadable');
  return value;
}

function digestOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === '') return undefined;
  if (!isDigest(text) || !text.startsWith('sha256:')) throw new TocRefusal('unreadable');
  return text;
}

/** Go writes a time that is not set as the year 1. */
function timeOf(value: unknown): { readonly modified?: number } {
  const text = textOf(value);
  const time = text === '' || text.startsWith('0001-') ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? {} : { modified: time };
}

/** A name is written with the first entry of its number only. */
class Owners {
  private readonly names = new Map<number, string>();

  nameOf(id: number, name: string): string | undefined {
    if (name !== '') this.names.set(id, name);
    return this.names.get(id);
  }
}

function targetOf(kind: FileKind, fields: Fields): { readonly target?: string } {
  if (kind === 'symlink') return { target: textOf(fields['linkName']) };
  if (kind === 'hardlink') return { target: pathOfName(textOf(fields['linkName'])) };
  return {};
}

function entryOf(fields: Fields, users: Owners, groups: Owners): FileEntry {
  const kind = kindOfType(textOf(fields['type']));
  const uid = numberOf(fields['uid']);
  const gid = numberOf(fields['gid']);
  const user = users.nameOf(uid, textOf(fields['userName']));
  const group = groups.nameOf(gid, textOf(fields['groupName']));
  const size = kind === 'file' ? numberOf(fields['size']) : 0;
  const digest = kind !== 'file' ? undefined : size === 0 ? EMPTY_DIGEST : digestOf(fields['digest']);
  return {
    path: pathOfName(textOf(fields['name'])),
    kind,
    size,
    mode: numberOf(fields['mode']) & 0o7777,
    uid,
    gid,
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
    ...timeOf(fields['modtime']),
    ...targetOf(kind, fields),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The piece that an entry names. Its size is told, or all that is left of the file. */
function chunkOf(fields: Fields, size: number): TocChunk {
  const at = numberOf(fields['chunkOffset']);
  const told = numberOf(fields['chunkSize']);
  const end = fields['endOffset'];
  return {
    offset: numberOf(fields['offset']),
    endOffset: end === undefined ? undefined : numberOf(end),
    innerOffset: numberOf(fields['innerOffset']),
    at,
    size: told === 0 ? size - at : told,
    digest: digestOf(fields['chunkDigest']),
  };
}

/** The pieces of a file follow one another and are the whole of it. */
function checkChunks({ entry, chunks }: TocItem): void {
  let at = 0;
  for (const chunk of chunks) {
    if (chunk.at !== at || chunk.size <= 0) throw new TocRefusal('position');
    at += chunk.size;
  }
  if (at !== entry.size) throw new TocRefusal('position');
}

function listOf(text: string): readonly unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new TocRefusal('unreadable');
  }
  const entries = typeof document === 'object' && document !== null ? (document as Fields)['entries'] : undefined;
  if (!Array.isArray(entries)) throw new TocRefusal('unreadable');
  if (entries.length > MAX_TOC_ENTRIES) throw new TocRefusal('too-many-entries');
  return entries;
}

/**
 * Reads the JSON of a table of contents (`docs/estargz.md` of stargz-snapshotter, which zstd:chunked follows), in its order.
 * @throws TocRefusal for whatever is not as it should be: such a table is not repaired.
 */
export function readJsonToc(text: string): TocItem[] {
  const items: { entry: FileEntry; chunks: TocChunk[] }[] = [];
  const seen = new Set<string>();
  const [users, groups] = [new Owners(), new Owners()];
  for (const value of listOf(text)) {
    if (typeof value !== 'object' || value === null) throw new TocRefusal('unreadable');
    const fields = value as Fields;
    if (fields['type'] === 'chunk') {
      const item = items.at(-1);
      if (item?.entry.kind !== 'file' || pathOfName(textOf(fields['name'])) !== item.entry.path) throw new TocRefusal('position');
      item.chunks.push(chunkOf(fields, item.entry.size));
      continue;
    }
    const entry = entryOf(fields, users, groups);
    if (seen.has(entry.path)) throw new TocRefusal('name-twice');
    seen.add(entry.path);
    items.push({ entry, chunks: entry.size > 0 ? [chunkOf(fields, entry.size)] : [] });
  }
  for (const item of items) checkChunks(item);
  return items;
}
