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

/** `isWhole`: it and everything below it was read, so that its parts are all there. */
export type ManifestFacts = { readonly digest: string; readonly isWhole: boolean };

export function manifestFacts(rows: Rows, manifest: number): ManifestFacts {
  const text = 'SELECT digest, shape IS NOT NULL AND covers IS NULL AND over_limit = 0 AS whole FROM manifest WHERE id = ?';
  const { digest, whole } = rows.sql(text).get(manifest) as { digest: Uint8Array; whole: number };
  return { digest: digestOfBytes(digest), isWhole: whole === 1 };
}

/** Layers and configs of a manifest, and of those below it: ids of blobs and their bytes. */
export function partsOf(rows: Rows, manifest: number): (readonly [blob: number, size: number])[] {
  const found = rows.sql('SELECT b.id, b.size FROM part p JOIN blob b ON b.id = p.blob WHERE p.manifest = ?').all(manifest);
  return (found as { id: number; size: number }[]).map(({ id, size }) => [id, size]);
}
