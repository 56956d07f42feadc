import type { FileEntry, FileKind } from '../../../shared/files/file-entry.ts';
import { EMPTY_DIGEST } from '../tar/content.ts';
import { kindOfType, pathOfName } from './entry-path.ts';
import { type FilePlace, MAX_TOC_ENTRIES, TocRefusal } from './toc.ts';

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

/** An entry as it is written. */
export type Fields = Readonly<Record<string, unknown>>;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A whole number from 0 on; 0 where none is told. @throws TocRefusal. */
export function numberOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new TocRefusal('number');
  return value;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new TocRefusal('unreadable');
  return value;
}

const ALGORITHM = 'sha256:';

/** Whether it is a digest of sha256. A table has up to a million of them, for which an expression takes three times as long. */
function isSha256(text: string): boolean {
  if (text.length !== ALGORITHM.length + 64 || !text.startsWith(ALGORITHM)) return false;
  for (let at = ALGORITHM.length; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) return false;
  }
  return true;
}

function digestOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === '') return undefined;
  if (!isSha256(text)) throw new TocRefusal('unreadable');
  return text;
}

/** Reads times, of which many that follow each other are the same. */
class Times {
  private text = '';
  private time: number | undefined;

  timeOf(value: unknown): number | undefined {
    const text = textOf(value);
    if (text === this.text) return this.time;
    this.text = text;
    // Go writes a time that is not set as the year 1.
    const time = text.startsWith('0001-') ? Number.NaN : Date.parse(text);
    this.time = Number.isNaN(time) ? undefined : time;
    return this.time;
  }
}

/** A name is written with the first entry of its number only. */
class Owners {
  private readonly names = new Map<number, string>();

  nameOf(id: number, name: string): string | undefined {
    if (name !== '') this.names.set(id, name);
    return this.names.get(id);
  }
}

function targetOf(kind: FileKind, fields: Fields): string | undefined {
  if (kind === 'symlink') return textOf(fields['linkName']);
  return kind === 'hardlink' ? pathOfName(textOf(fields['linkName'])) : undefined;
}

/** What entries say once for those that follow. */
type Said = { readonly users: Owners; readonly groups: Owners; readonly times: Times };

function entryOf(fields: Fields, { users, groups, times }: Said): FileEntry {
  const kind = kindOfType(textOf(fields['type']));
  const uid = numberOf(fields['uid']);
  const gid = numberOf(fields['gid']);
  const user = users.nameOf(uid, textOf(fields['userName']));
  const group = groups.nameOf(gid, textOf(fields['groupName']));
  const size = kind === 'file' ? numberOf(fields['size']) : 0;
  const digest = kind !== 'file' ? undefined : size === 0 ? EMPTY_DIGEST : digestOf(fields['digest']);
  const mode = numberOf(fields['mode']) & 0o7777;
  const modified = times.timeOf(fields['modtime']);
  const target = targetOf(kind, fields);
  const path = pathOfName(textOf(fields['name']));
  // What nearly all have at once, the rest one by one: objects that are put together of others take several times as long.
  const entry: Writable<FileEntry> =
    modified === undefined || digest === undefined
      ? { path, kind, size, mode, uid, gid }
      : { path, kind, size, mode, uid, gid, modified, digest };
  if (user !== undefined) entry.user = user;
  if (group !== undefined) entry.group = group;
  if (modified !== undefined) entry.modified = modified;
  if (target !== undefined) entry.target = target;
  if (digest !== undefined) entry.digest = digest;
  return entry;
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

/** Where the content of a file is, by the pieces that its entry names. */
export type PlaceOf = (item: TocItem) => FilePlace;

/** What a table lists, in its order. `places` has every file that is not empty, by its path. */
export type Listed = { readonly entries: FileEntry[]; readonly places: Map<string, FilePlace> };

/**
 * Reads the JSON of a table of contents (`docs/estargz.md` of stargz-snapshotter, which zstd:chunked follows), in its order. `placing` is how its
 * format places files, by all that it lists. @throws TocRefusal for whatever is not as it should be: such a table is not repaired.
 */
export function readJsonToc(text: string, placing: (values: readonly unknown[]) => PlaceOf): Listed {
  const values = listOf(text);
  const placeOf = placing(values);
  const listed: Listed = { entries: [], places: new Map() };
  const { entries, places } = listed;
  /** What has no place. */
  const others = new Set<string>();
  const said = { users: new Owners(), groups: new Owners(), times: new Times() };
  let item: { entry: FileEntry; chunks: TocChunk[] } | undefined;
  const place = (): void => {
    if (!item) return;
    checkChunks(item);
    places.set(item.entry.path, placeOf(item));
    item = undefined;
  };
  for (const value of values) {
    if (typeof value !== 'object' || value === null) throw new TocRefusal('unreadable');
    const fields = value as Fields;
    if (fields['type'] === 'chunk') {
      if (!item || pathOfName(textOf(fields['name'])) !== item.entry.path) throw new TocRefusal('position');
      item.chunks.push(chunkOf(fields, item.entry.size));
      continue;
    }
    place();
    const entry = entryOf(fields, said);
    const { path, size } = entry;
    if (places.has(path) || others.has(path)) throw new TocRefusal('name-twice');
    entries.push(entry);
    if (size > 0) item = { entry, chunks: [chunkOf(fields, size)] };
    else others.add(path);
  }
  place();
  return listed;
}
