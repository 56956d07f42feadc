import type { LayerUsers } from '../../shared/contract/storage.ts';
import { bytesOf } from './digest-bytes.ts';
import type { Steps } from './long-answers.ts';
import type { Rows } from './rows.ts';

/** Tags that are named. */
const MOST_USERS = 200;

const order = new Intl.Collator('en', { numeric: true });

export type LayerQuestion = { readonly connectionId: string; readonly digest: string };

/** The tags of a registry that use a layer, as far as has been read. */
export function* layerUsers(rows: Rows, { connectionId, digest }: LayerQuestion): Steps<LayerUsers> {
  const connection = rows.connection(connectionId);
  const blob = rows.sql('SELECT id FROM blob WHERE digest = ?').get(bytesOf(digest)) as { id: number } | undefined;
  const tags: { repository: string; tag: string }[] = [];
  if (connection === undefined || !blob) return yield { tags, more: false };
  const users = rows.sql('SELECT DISTINCT manifest FROM part WHERE blob = ?').all(blob.id) as { manifest: number }[];
  const named = rows.sql(
    'SELECT r.name AS repository, t.name AS tag FROM tag t JOIN repository r ON r.id = t.repository WHERE t.manifest = ? AND r.connection = ? LIMIT ?',
  );
  for (const { manifest } of users) {
    tags.push(...(named.all(manifest, connection, MOST_USERS + 1) as typeof tags));
    if (tags.length > MOST_USERS) break;
    yield undefined;
  }
  const told = tags.slice(0, MOST_USERS).sort((a, b) => order.compare(a.repository, b.repository) || order.compare(a.tag, b.tag));
  yield { tags: told, more: tags.length > MOST_USERS };
}
