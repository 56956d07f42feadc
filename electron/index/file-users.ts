import type { FileUsers } from '../../shared/contract/files.ts';
import { digestOfBytes } from './digest-bytes.ts';
import type { Steps } from './long-answers.ts';
import type { Rows } from './rows.ts';

/** Tags that are named. */
const MOST_USERS = 500;
/** Names that are looked at. */
const MOST_NAMES = 1_000;

const order = new Intl.Collator('en', { numeric: true });

export type FileQuestion = { readonly text: string };

type Place = { readonly connection: string; readonly repository: string; readonly tag: string };

/** Names that are the text, and where there are none, those that begin with it. */
function namesLike(rows: Rows, text: string): { id: number; name: string }[] {
  const exact = rows.sql('SELECT id, name FROM file_name WHERE name = ?').all(text) as { id: number; name: string }[];
  if (exact.length > 0) return exact;
  const beginning = `SELECT id, name FROM file_name WHERE name >= ? AND name < ? ORDER BY name LIMIT ${MOST_NAMES}`;
  return rows.sql(beginning).all(text, `${text}\u{10ffff}`) as { id: number; name: string }[];
}

/** The tags whose image has a layer with a file of this name, in all registries, as far as layers have been read. */
export function* fileUsers(rows: Rows, { text }: FileQuestion): Steps<FileUsers> {
  const { layers } = rows.sql('SELECT count(*) AS layers FROM layer_tree').get() as { layers: number };
  const found = new Map<string, FileUsers['users'][number]>();
  const layersOf = rows.sql(
    'SELECT l.digest, l.toc IS NOT NULL AS listed FROM layer_file f JOIN layer_tree l ON l.id = f.layer WHERE f.name = ?',
  );
  const manifestsOf = rows.sql('SELECT DISTINCT p.manifest FROM blob b JOIN part p ON p.blob = b.id WHERE b.digest = ?');
  const tagsOf = rows.sql(
    `SELECT c.name AS connection, r.name AS repository, t.name AS tag FROM tag t JOIN repository r ON r.id = t.repository JOIN connection c ON c.id = r.connection WHERE t.manifest = ? LIMIT ${MOST_USERS}`,
  );
  for (const { id, name } of namesLike(rows, text))
    for (const { digest, listed } of layersOf.all(id) as { digest: Uint8Array; listed: number }[]) {
      for (const { manifest } of manifestsOf.all(digest) as { manifest: number }[])
        for (const place of tagsOf.all(manifest) as Place[]) {
          const { connection: connectionId, repository, tag } = place;
          const key = JSON.stringify([connectionId, repository, tag, name]);
          if (!found.has(key))
            found.set(key, { connectionId, repository, tag, name, layer: digestOfBytes(digest), isListed: listed === 1 });
        }
      yield undefined;
      if (found.size > MOST_USERS) break;
    }
  const users = [...found.values()].sort((a, b) => order.compare(a.repository, b.repository) || order.compare(a.tag, b.tag));
  yield { users: users.slice(0, MOST_USERS), more: users.length > MOST_USERS, layers };
}
