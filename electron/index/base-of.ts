import type { KnownLayers } from '../../shared/contract/images.ts';
import { bytesOf } from './digest-bytes.ts';
import type { Rows } from './rows.ts';

type Base = NonNullable<KnownLayers['base']>;

/** Tags of a base that are named. */
const MOST_TAGS = 6;

type Candidate = { readonly manifest: number; readonly created: number | null };
type FoundTag = { readonly repository: string; readonly tag: string };

/** Images with exactly these layers in this order, the newest first. `blobs`: their ids. */
function* imagesOf(rows: Rows, blobs: readonly number[]): Generator<undefined, Candidate[]> {
  const last = blobs.length - 1;
  // An index has the layers of all its platforms: it is no image whose beginning they are.
  const text = `SELECT p.manifest, m.created FROM part p JOIN manifest m ON m.id = p.manifest JOIN shape s ON s.id = m.shape
    WHERE p.blob = ? AND p.position = ? AND s.kind = 'image' AND s.content = 'image'
    AND NOT EXISTS (SELECT 1 FROM part q WHERE q.manifest = p.manifest AND q.position = ?) ORDER BY m.created DESC`;
  const layers = rows.sql('SELECT blob FROM part WHERE manifest = ? AND position >= 0 ORDER BY position');
  const found: Candidate[] = [];
  for (const candidate of rows.sql(text).all(blobs[last] ?? -1, last, last + 1) as Candidate[]) {
    const own = (layers.all(candidate.manifest) as { blob: number }[]).map(({ blob }) => blob);
    if (own.every((blob, i) => blob === blobs[i])) found.push(candidate);
    yield undefined;
  }
  return found;
}

/** Tags of a registry that lead to a manifest, or to an index that names it. */
function tagsOf(rows: Rows, connection: number, manifest: number): FoundTag[] {
  const text = `SELECT DISTINCT r.name AS repository, t.name AS tag FROM tag t JOIN repository r ON r.id = t.repository
    WHERE r.connection = ? AND (t.manifest = ? OR t.manifest IN (SELECT parent FROM child WHERE manifest = ?)) ORDER BY r.name, t.name`;
  return rows.sql(text).all(connection, manifest, manifest) as FoundTag[];
}

/**
 * The image of a registry whose layers are the longest beginning of these, each of which is there once: what they are built on, whatever the builder
 * recorded. Tags of newer images first. Undefined where none is known.
 */
export function* baseOf(rows: Rows, connectionId: string, digests: readonly string[]): Generator<undefined, Base | undefined> {
  const connection = rows.connection(connectionId);
  const idOf = rows.sql('SELECT id FROM blob WHERE digest = ?');
  const blobs = digests.map((digest) => (idOf.get(bytesOf(digest)) as { id: number } | undefined)?.id ?? -1);
  if (connection === undefined) return undefined;
  for (let layers = blobs.length - 1; layers > 0; layers--) {
    const tags = new Map<string, FoundTag>();
    for (const { manifest } of yield* imagesOf(rows, blobs.slice(0, layers))) {
      for (const found of tagsOf(rows, connection, manifest)) tags.set(`${found.repository}:${found.tag}`, found);
      yield undefined;
    }
    if (tags.size > 0) return { layers, tags: [...tags.values()].slice(0, MOST_TAGS), more: Math.max(0, tags.size - MOST_TAGS) };
  }
  return undefined;
}
