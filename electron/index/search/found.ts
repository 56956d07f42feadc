import type { FoundImage, SearchResult, SearchScope } from '../../../shared/contract/search.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import type { Facts } from '../../../shared/query/match.ts';
import { digestOfBytes } from '../digest-bytes.ts';
import { factsOf, MANIFEST_COLUMNS, type ManifestRow } from '../manifest-row.ts';
import type { Rows } from '../rows.ts';

export type InIndex = { readonly connectionId: string; readonly name: string };

type ImageRow = { readonly size: number | null } & (ManifestRow | { readonly digest: Uint8Array; readonly media_type: null });

const isInScope = (connectionId: string, name: string, scope: SearchScope): boolean =>
  (scope.connectionId === undefined || scope.connectionId === connectionId) &&
  (scope.folder === undefined || name === scope.folder || name.startsWith(`${scope.folder}/`));

/** What is known of an image, as it is found and as a query is asked of it. */
function imageOf({ size, ...row }: ImageRow): FoundImage {
  if (row.media_type === null) return { digest: digestOfBytes(row.digest), platforms: [] };
  const { digest, kind, content, platforms, created } = factsOf(row);
  return {
    ...{ digest, kind, content, platforms },
    ...(size === null ? {} : { size }),
    ...(created === undefined ? {} : { created }),
  };
}

/** `pulled`: ISO 8601, of a tag. */
type OfPlace = { readonly untagged: boolean; readonly pulled?: string | undefined };

export function factsFor(image: FoundImage, names: readonly string[], { untagged, pulled }: OfPlace): Facts {
  const isRead = image.kind !== undefined;
  return {
    names,
    untagged,
    size: image.size,
    created: image.created === undefined ? undefined : Date.parse(image.created),
    kind: image.content,
    pulled: pulled === undefined ? undefined : Date.parse(pulled),
    platforms: isRead ? image.platforms.map(platformName) : undefined,
  };
}

/** Reads what candidates are about, each repository once in a search. */
export class FoundRows {
  private readonly rows: Rows;
  private readonly scope: SearchScope;
  private readonly repositories = new Map<number, InIndex | undefined>();

  constructor(rows: Rows, scope: SearchScope) {
    this.rows = rows;
    this.scope = scope;
  }

  /** A repository, unless it is out of scope. */
  repository(id: number): InIndex | undefined {
    if (this.repositories.has(id)) return this.repositories.get(id);
    const text = 'SELECT r.name, c.name AS connection FROM repository r JOIN connection c ON c.id = r.connection WHERE r.id = ?';
    const row = this.rows.sql(text).get(id) as { name: string; connection: string } | undefined;
    const found = row && isInScope(row.connection, row.name, this.scope) ? { connectionId: row.connection, name: row.name } : undefined;
    this.repositories.set(id, found);
    return found;
  }

  /** Whether a tag of the repository points to this manifest. */
  isTagged(repository: number, manifest: number): boolean {
    return this.rows.sql('SELECT 1 FROM tag WHERE manifest = ? AND repository = ? LIMIT 1').get(manifest, repository) !== undefined;
  }

  /** When a tag was pulled last (ISO 8601), where the product told it. */
  pulled(repository: number, tag: string): string | undefined {
    const text = 'SELECT pulled FROM tag WHERE repository = ? AND name = ?';
    const row = this.rows.sql(text).get(repository, tag) as { pulled: number | null } | undefined;
    return typeof row?.pulled === 'number' ? new Date(row.pulled).toISOString() : undefined;
  }

  isHeld(repository: number, manifest: number): boolean {
    return this.rows.sql('SELECT 1 FROM held WHERE repository = ? AND manifest = ?').get(repository, manifest) !== undefined;
  }

  image(manifest: number): FoundImage {
    const text = `SELECT m.size, ${MANIFEST_COLUMNS} FROM manifest m LEFT JOIN shape s ON s.id = m.shape WHERE m.id = ?`;
    return imageOf(this.rows.sql(text).get(manifest) as ImageRow);
  }
}

export const keyOf = (result: SearchResult): string =>
  `${result.kind} ${result.connectionId} ${result.repository} ${result.kind === 'tag' ? result.tag : result.kind === 'image' ? result.image.digest : ''}`;
