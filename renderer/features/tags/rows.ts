import { assertNever } from '../../../shared/assert-never.ts';
import type { SortColumn } from '../../../shared/contract/settings.ts';
import type { ReadTag, TagDetail } from '../../../shared/contract/tags.ts';
import { type ContentKind, subjectOfTag } from '../../../shared/oci/content-kind.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import { kindOfTag } from '../../../shared/oci/tag-kind.ts';
import type { TagFilter } from '../../../shared/query/tag-filter.ts';
import type { Pullable } from '../../lib/pull-command.ts';
import type { TagTable } from './tag-table.ts';

type Sort = { readonly column: SortColumn; readonly descending: boolean };

type Value = string | number | undefined;

/** What an artifact says that it is, else the type of the manifest. */
export const mediaTypeOf = ({ artifactType, mediaType }: ReadTag): string => artifactType ?? mediaType;

function cellValue(detail: ReadTag, column: Exclude<SortColumn, 'tag'>): Value {
  switch (column) {
    case 'digest':
      return detail.digest;
    case 'kind':
      return detail.content;
    case 'platforms':
      return detail.platforms.map(platformName).join(' ');
    case 'size':
      return detail.size;
    case 'created':
      return detail.created;
    case 'mediaType':
      return mediaTypeOf(detail);
    case 'pulled':
      return detail.pulled;
    case 'immutable':
      return detail.immutable === undefined ? undefined : Number(detail.immutable);
    default:
      return assertNever(column);
  }
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Stands among the rows for the line that folds signatures and attachments away. No tag has an empty name. */
export const FOLD_LINE = '';

/** Whether a row is a tag, and not the line that folds. */
export const isTag = (row: string): boolean => row !== FOLD_LINE;

/**
 * Whether a tag holds signatures, attestations, SBOMs or a list of referrers. Asked of every tag: nearly no name begins like theirs, and to read each
 * would cost more than all the rest.
 */
export const holdsReferrers = (tag: string): boolean => tag.startsWith('sha') && kindOfTag(tag).kind === 'referrers';

/** How many of these names, which are in order, hold referrers: those are last. */
export function countReferrers(names: readonly string[]): number {
  let count = 0;
  while (count < names.length && holdsReferrers(names[names.length - 1 - count] ?? '')) count++;
  return count;
}

function sortBy(shown: readonly string[], details: ReadonlyMap<string, TagDetail>, { column, descending }: Sort): readonly string[] {
  if (column === 'tag') return descending ? shown.toReversed() : shown;
  const keyed = shown.map((name, order) => {
    const detail = details.get(name);
    return { name, order, value: detail?.state === 'read' ? cellValue(detail, column) : undefined };
  });
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined) return a.value === b.value ? a.order - b.order : a.value === undefined ? 1 : -1;
    return (descending ? compare(b.value, a.value) : compare(a.value, b.value)) || a.order - b.order;
  });
  return keyed.map((entry) => entry.name);
}

/** Whether two lists hold the same names, whatever their order. */
export const isReordered = (before: readonly string[], now: readonly string[]): boolean => {
  if (before.length !== now.length) return false;
  const known = new Set(before);
  return now.every((name) => known.has(name));
};

export type Arrangement = {
  readonly filter: Pick<TagFilter, 'isEmpty' | 'matches'>;
  readonly sort: Sort;
  /** Whether tags that hold referrers are shown where nothing is filtered. */
  readonly showsReferrers: boolean;
};

/**
 * The rows of the table: names that the filter finds, in the order asked for. Sorting by a column covers what has been read; the rest, and
 * what is unknown, comes last in either direction. Tags that hold referrers come after all others, below the line that folds them; a filter
 * finds them, folded or not.
 */
export function arrangeRows(
  names: readonly string[],
  details: ReadonlyMap<string, TagDetail>,
  { filter, sort, showsReferrers }: Arrangement,
): readonly string[] {
  const matches = (name: string): boolean => filter.matches(name, details.get(name));
  const own = names.length - countReferrers(names);
  const arrange = (part: readonly string[]): readonly string[] => sortBy(filter.isEmpty ? part : part.filter(matches), details, sort);
  const rows = arrange(names.slice(0, own));
  if (own === names.length) return rows;
  const referrers = arrange(names.slice(own));
  if (!filter.isEmpty) return [...rows, ...referrers];
  return [...rows, FOLD_LINE, ...(showsReferrers ? referrers : [])];
}

/** The digest of a row, once it is read. */
export function digestOf(detail: TagDetail | undefined): string | undefined {
  return detail?.state === 'read' ? detail.digest : undefined;
}

/** The digest that all of these tags point to; undefined where they point to several, or one of them is not read. */
export function sharedDigest(tags: readonly string[], details: ReadonlyMap<string, TagDetail> | undefined): string | undefined {
  const digest = digestOf(details?.get(tags[0] ?? ''));
  return digest !== undefined && tags.every((tag) => digestOf(details?.get(tag)) === digest) ? digest : undefined;
}

/** Whether a tag that someone asks for does not exist, as far as the list tells. */
export function isNotFound(table: Pick<TagTable, 'names' | 'details' | 'listed'> | undefined, tag: string): boolean {
  return table?.details.get(tag)?.state === 'not-found' || (table?.listed === true && !table.names.includes(tag));
}

/** What a tag holds that was not read: cosign and the distribution-spec name what is attached to an image, everything else is taken for one. */
function kindOfUnread(tag: string): ContentKind {
  if (subjectOfTag(tag) === undefined) return 'image';
  if (tag.endsWith('.sig')) return 'signature';
  if (tag.endsWith('.att')) return 'attestation';
  return tag.endsWith('.sbom') ? 'sbom' : 'referrers';
}

/**
 * Whether any row has something to say under "Platforms". While none is read that is taken for granted: most repositories hold images. What follows
 * rarely changes it, since the rows on screen are read first.
 */
export function showsPlatforms(details: Iterable<TagDetail>): boolean {
  let isNoneRead = true;
  for (const detail of details) {
    if (detail.state !== 'read') continue;
    if (detail.platforms.length > 0 || detail.covers !== undefined || detail.problem !== undefined) return true;
    isNoneRead = false;
  }
  return isNoneRead;
}

/** How a tag is pulled, by what has been read of it; before that its name says what it holds. */
export function pullableOf(url: string, repository: string, tag: string, detail: TagDetail | undefined): Pullable {
  const read = detail?.state === 'read' ? detail : undefined;
  return { url, repository, tagOrDigest: tag, content: read?.content ?? kindOfUnread(tag), artifactType: read?.artifactType };
}

/** Nouns for what tags point to. `attachment` stands for signatures, attestations, SBOMs and lists of them. */
const nouns = {
  image: 'image',
  index: 'image',
  legacy: 'image',
  chart: 'chart',
  wasm: 'module',
  artifact: 'artifact',
  unknown: 'artifact',
} as const;
export type Noun = (typeof nouns)[keyof typeof nouns] | 'attachment';

const nounOf = (content: ContentKind): Noun => (content in nouns ? nouns[content as keyof typeof nouns] : 'attachment');

/** How many different things the tags point to, of each kind that there is; images first. */
export function contentCounts(details: Iterable<TagDetail>): readonly { readonly noun: Noun; readonly count: number }[] {
  const seen = new Set<string>();
  const counts: Record<Noun, number> = { image: 0, chart: 0, module: 0, artifact: 0, attachment: 0 };
  for (const detail of details) {
    if (detail.state !== 'read' || seen.has(detail.digest)) continue;
    seen.add(detail.digest);
    counts[nounOf(detail.content)]++;
  }
  return (['image', 'chart', 'module', 'artifact', 'attachment'] as const)
    .map((noun) => ({ noun, count: counts[noun] }))
    .filter(({ count }) => count > 0);
}

/** Every tag known to point to this digest. */
export function tagsOnDigest(details: ReadonlyMap<string, TagDetail>, digest: string): string[] {
  return [...details.values()].filter((detail) => digestOf(detail) === digest).map((detail) => detail.tag);
}

/** The keyboard cursor: a tag, with the index it had when the cursor came to it. */
export type Cursor = { readonly index: number; readonly tag: string | undefined };

/** The row of the cursor. It stays on its tag: rows move while they are read. */
export function cursorIndex(rows: readonly string[], { index, tag }: Cursor): number {
  const found = tag === undefined || rows[index] === tag ? index : rows.indexOf(tag);
  return Math.max(0, Math.min(found === -1 ? index : found, rows.length - 1));
}

/**
 * Whether the tag of the cursor was deleted. Then the cursor is on no row until the person moves it: its neighbour now stands in its place, and
 * a key that was meant for the deleted tag must not act on that one.
 */
export const isCursorLost = (names: readonly string[], { tag }: Cursor): boolean => tag !== undefined && isTag(tag) && !names.includes(tag);

/** The tags from one row to another, both included, in either direction. */
export const between = (rows: readonly string[], a: number, b: number): readonly string[] =>
  rows.slice(Math.min(a, b), Math.max(a, b) + 1).filter(isTag);
