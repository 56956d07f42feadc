import type { UntaggedImage } from '../../shared/contract/untagged.ts';
import { bytesOf, digestOfBytes } from './digest-bytes.ts';
import type { InRepository } from './messages.ts';
import type { Rows } from './rows.ts';

/** Manifests that are looked at; each is asked for before it is shown. */
const MOST = 5_000;

/**
 * What a repository was seen to have and no tag or index of it reaches. `asOf`: when all its tags were read, in ms since 1970. `isCut`: there are more.
 */
export type SeenUntagged = { readonly asOf: number; readonly images: readonly UntaggedImage[]; readonly isCut: boolean };

// What refers to an image that is reached belongs to that image, as a signature does.
const UNREACHED = `
WITH RECURSIVE
  reached (id) AS (SELECT manifest FROM tag WHERE repository = $repository UNION SELECT c.manifest FROM child c JOIN reached r ON r.id = c.parent),
  seen (id) AS (
    SELECT manifest FROM held WHERE repository = $repository
    UNION SELECT c.manifest FROM held h JOIN child c ON c.parent = h.manifest WHERE h.repository = $repository
  )
SELECT m.digest, m.size, m.created, s.kind, s.content, s.media_type, (
  SELECT p.digest FROM child c JOIN held h ON h.manifest = c.parent AND h.repository = $repository JOIN manifest p ON p.id = c.parent
  WHERE c.manifest = m.id LIMIT 1
) AS parent
FROM seen JOIN manifest m ON m.id = seen.id LEFT JOIN shape s ON s.id = m.shape
WHERE m.id NOT IN reached AND NOT EXISTS (SELECT 1 FROM manifest o WHERE o.digest = m.subject AND o.id IN reached)
LIMIT ${MOST + 1}`;

type Row = {
  readonly digest: Uint8Array;
  readonly size: number | null;
  readonly created: number | null;
  readonly kind: UntaggedImage['kind'] | null;
  readonly content: UntaggedImage['content'] | null;
  readonly media_type: string | null;
  readonly parent: Uint8Array | null;
};

/** What the index knows of manifests without a tag; nothing where not all tags of the repository were read. */
export function untaggedOf(rows: Rows, place: InRepository): SeenUntagged | undefined {
  const repository = rows.repository(place);
  if (!repository || repository.listed === null) return undefined;
  const found = rows.sql(UNREACHED).all({ repository: repository.id }) as Row[];
  const images = found.slice(0, MOST).map(({ digest, size, created, kind, content, media_type: mediaType, parent }) => ({
    digest: digestOfBytes(digest),
    mediaType: mediaType ?? '',
    kind: kind ?? 'unknown',
    content: content ?? 'unknown',
    ...(size === null || size === 0 ? {} : { size }),
    ...(created === null ? {} : { created: new Date(created).toISOString() }),
    ...(parent === null ? {} : { within: digestOfBytes(parent) }),
  }));
  return { asOf: repository.listed, images, isCut: found.length > MOST };
}

/** What is known to contain any of these manifests, wherever it was seen: an index has the same bytes in every repository. */
export function parentsOf(rows: Rows, digests: readonly string[]): string[] {
  const parents = rows.sql(
    'SELECT p.digest FROM manifest m JOIN child c ON c.manifest = m.id JOIN manifest p ON p.id = c.parent WHERE m.digest = ?',
  );
  const found = new Set<string>();
  for (const digest of digests)
    for (const row of parents.all(bytesOf(digest)) as { digest: Uint8Array }[]) found.add(digestOfBytes(row.digest));
  return [...found];
}

/** Forgets that a repository has these manifests: the registry does not find them any more. */
export function notFound(rows: Rows, place: InRepository, digests: readonly string[]): void {
  rows.write(() => {
    const repository = rows.repository(place);
    if (!repository) return;
    // What an index had is still there when the index is not.
    const keep = rows.sql(
      'INSERT OR IGNORE INTO held (repository, manifest) SELECT h.repository, c.manifest FROM held h JOIN child c ON c.parent = h.manifest WHERE h.repository = ? AND h.manifest = (SELECT id FROM manifest WHERE digest = ?)',
    );
    const drop = rows.sql('DELETE FROM held WHERE repository = ? AND manifest = (SELECT id FROM manifest WHERE digest = ?)');
    for (const digest of digests) for (const change of [keep, drop]) change.run(repository.id, bytesOf(digest));
  });
}
