import type { StorageScope } from '../../shared/contract/storage.ts';
import { inScope } from './coverage.ts';
import { digestOfBytes } from './digest-bytes.ts';
import type { Rows } from './rows.ts';

/** Tags that are read at once: about 2 ms. */
const TAGS_A_STEP = 1_000;

export type ScopeRepository = { readonly id: number; readonly name: string; readonly isListed: boolean };

/** The repositories of a scope by their names. */
export function scopeRepositories(rows: Rows, connectionId: string, scope: StorageScope): ScopeRepository[] {
  const folder = scope.kind === 'folder' ? scope.folder : scope.repository;
  const { where, values } = inScope({ connectionId, ...(folder === '' ? {} : { folder }) });
  const found = rows.sql(`SELECT r.id, r.name, r.listed FROM repository r WHERE ${where} ORDER BY r.name`).all(...values);
  return (found as { id: number; name: string; listed: number | null }[])
    .filter(({ name }) => scope.kind === 'folder' || name === scope.repository)
    .map(({ id, name, listed }) => ({ id, name, isListed: listed !== null }));
}

/** The tags of a repository by where they point. */
export function* tagsByManifest(rows: Rows, repository: number): Generator<undefined, ReadonlyMap<number, string[]>> {
  const tags = new Map<number, string[]>();
  const some = rows.sql('SELECT name, manifest FROM tag WHERE repository = ? AND name > ? ORDER BY name LIMIT ?');
  let last = '';
  while (true) {
    const found = some.all(repository, last, TAGS_A_STEP) as { name: string; manifest: number }[];
    for (const { name, manifest } of found) {
      const names = tags.get(manifest);
      if (names) names.push(name);
      else tags.set(manifest, [name]);
    }
    if (found.length < TAGS_A_STEP) return tags;
    last = found.at(-1)?.name ?? '';
    yield undefined;
  }
}

/** `isWhole`: it and everything below it was read, so that its parts are all there. `isImage`: something that runs, of one platform. */
export type ManifestFacts = { readonly digest: string; readonly isWhole: boolean; readonly isImage: boolean };

export function manifestFacts(rows: Rows, manifest: number): ManifestFacts {
  const text = `SELECT m.digest, m.shape IS NOT NULL AND m.covers IS NULL AND m.over_limit = 0 AS whole, s.kind = 'image' AND s.content = 'image' AS runs
    FROM manifest m LEFT JOIN shape s ON s.id = m.shape WHERE m.id = ?`;
  const { digest, whole, runs } = rows.sql(text).get(manifest) as { digest: Uint8Array; whole: number; runs: number | null };
  return { digest: digestOfBytes(digest), isWhole: whole === 1, isImage: runs === 1 };
}

/** The images of the platforms of an index, as far as they were read. */
export function platformsOf(rows: Rows, index: number): number[] {
  const text = `SELECT c.manifest FROM child c JOIN manifest m ON m.id = c.manifest JOIN shape s ON s.id = m.shape
    WHERE c.parent = ? AND s.kind = 'image' AND s.content = 'image' ORDER BY c.position`;
  return (rows.sql(text).all(index) as { manifest: number }[]).map(({ manifest }) => manifest);
}

/** A blob of a manifest: its id, its bytes, and its place among the layers, of a config below 0. */
type Part = readonly [blob: number, size: number, position: number];

/** Configs and layers of a manifest, and of those below it. */
export function partsOf(rows: Rows, manifest: number): Part[] {
  const text = 'SELECT b.id, b.size, p.position FROM part p JOIN blob b ON b.id = p.blob WHERE p.manifest = ? ORDER BY p.position';
  return (rows.sql(text).all(manifest) as { id: number; size: number; position: number }[]).map(({ id, size, position }) => [
    id,
    size,
    position,
  ]);
}
