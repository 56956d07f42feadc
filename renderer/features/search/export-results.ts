import { assertNever } from '../../../shared/assert-never.ts';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import { registryBase } from '../../../shared/oci/reference.ts';
import type { ExportFormat } from '../../lib/export-file.ts';
import { referenceOf } from '../../lib/pull-command.ts';
import { csv } from '../../lib/text/csv.ts';

/** A saved registry by its id. */
type Registry = { readonly name: string; readonly url: string };
type RegistryOf = (connectionId: string) => Registry;

/** `registry.example.com/team/api:1.9`; of a repository its name alone, of an image without a tag its digest. */
function referenceFor(result: SearchResult, { url }: Registry): string {
  switch (result.kind) {
    case 'repository':
      return `${registryBase(url)}/${result.repository}`;
    case 'tag':
      return referenceOf(url, result.repository, result.tag);
    case 'image':
      return referenceOf(url, result.repository, result.image.digest);
    default:
      return assertNever(result);
  }
}

/** All that is known of a result. What is unknown is undefined. */
function rowOf(result: SearchResult, registry: Registry) {
  const image = result.kind === 'repository' ? undefined : result.image;
  return {
    registry: registry.name,
    repository: result.repository,
    tag: result.kind === 'tag' ? result.tag : undefined,
    reference: referenceFor(result, registry),
    digest: image?.digest,
    contains: image?.contains,
    kind: image?.content,
    platforms: image?.platforms.map(platformName),
    size: image?.size,
    created: image?.created,
    pulled: result.kind === 'tag' ? result.pulled : undefined,
  };
}

const COLUMNS = [
  'registry',
  'repository',
  'tag',
  'reference',
  'digest',
  'contains',
  'kind',
  'platforms',
  'size',
  'created',
  'pulled',
] as const;

/** The text of a file with these results, in their order. Pure. */
export function exportText(format: ExportFormat, results: readonly SearchResult[], registryOf: RegistryOf): string {
  const rows = results.map((result) => rowOf(result, registryOf(result.connectionId)));
  switch (format) {
    case 'csv':
      return `${csv([COLUMNS, ...rows.map((row) => COLUMNS.map((column) => (column === 'platforms' ? row.platforms?.join(' ') : row[column])))])}\r\n`;
    case 'json':
      return `${JSON.stringify(rows, null, 2)}\n`;
    case 'references':
      return rows.map(({ reference }) => `${reference}\n`).join('');
    default:
      return assertNever(format);
  }
}
