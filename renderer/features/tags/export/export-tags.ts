import { assertNever } from '../../../../shared/assert-never.ts';
import type { TagColumn } from '../../../../shared/contract/settings.ts';
import type { ReadTag, TagDetail } from '../../../../shared/contract/tags.ts';
import { platformName } from '../../../../shared/oci/platform.ts';
import type { ExportFormat } from '../../../lib/export-file.ts';
import { csv } from '../../../lib/text/csv.ts';
import { isThere } from '../acts-on.ts';
import { mediaTypeOf } from '../rows.ts';

/** What is exported: the tags on screen in their order, and the columns in theirs. */
export type Exported = {
  readonly tags: readonly string[];
  readonly details: ReadonlyMap<string, TagDetail>;
  readonly columns: readonly TagColumn[];
  /** `registry.example.com/team/api:1.0`. */
  readonly referenceOf: (tag: string) => string;
};

function valueIn(detail: ReadTag, column: TagColumn): string | number | undefined {
  switch (column) {
    case 'kind':
      return detail.content;
    case 'platforms':
      return detail.platforms.map(platformName).join(' ');
    case 'mediaType':
      return mediaTypeOf(detail);
    case 'immutable':
      return detail.immutable === undefined ? undefined : String(detail.immutable);
    case 'digest':
    case 'size':
    case 'created':
    case 'pulled':
      return detail[column];
    default:
      return assertNever(column);
  }
}

/** A row a tag, with the columns on screen. What is unknown or not read is empty; a deleted tag has no reference. */
function asCsv({ tags, details, columns, referenceOf }: Exported): string {
  const rows = tags.map((tag) => {
    const detail = details.get(tag);
    return [
      tag,
      isThere(details, tag) ? referenceOf(tag) : undefined,
      ...columns.map((column) => (detail?.state === 'read' ? valueIn(detail, column) : undefined)),
    ];
  });
  return `${csv([['tag', 'reference', ...columns], ...rows])}\r\n`;
}

/** All that is known of each tag, whatever columns are on screen. One that is not read has its name alone, a deleted one says so. */
function asJson({ tags, details, referenceOf }: Exported): string {
  const rows = tags.map((tag) => {
    const detail = details.get(tag);
    if (detail?.state === 'not-found') return { tag, deleted: true };
    const reference = referenceOf(tag);
    if (detail?.state !== 'read') return { tag, reference };
    const { digest, mediaType, artifactType, content, platforms, size, created, createdIs, pulled, immutable } = detail;
    const known = {
      kind: content,
      mediaType,
      artifactType,
      platforms: platforms.map(platformName),
      size,
      created,
      createdIs,
      pulled,
      immutable,
    };
    return { tag, reference, digest, ...known };
  });
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/** The text of the file. Pure. */
export function exportText(format: ExportFormat, exported: Exported): string {
  switch (format) {
    case 'csv':
      return asCsv(exported);
    case 'json':
      return asJson(exported);
    case 'references':
      return exported.tags
        .filter((tag) => isThere(exported.details, tag))
        .map((tag) => `${exported.referenceOf(tag)}\n`)
        .join('');
    default:
      return assertNever(format);
  }
}
