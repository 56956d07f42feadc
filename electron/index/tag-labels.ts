import type { InRepository } from './messages.ts';
import type { Rows } from './rows.ts';

export type LabelQuestion = InRepository & { readonly key: string; readonly value?: string | undefined };
export type TagsWithLabel = { readonly found: readonly string[]; readonly unknown: readonly string[] };
export type LabelPairs = readonly (readonly [key: string, value: string])[];

/** So many pairs of a repository are offered while a person types one. */
const MOST_PAIRS = 200;

const namesOf = (rows: unknown): string[] => (rows as { name: string }[]).map(({ name }) => name);

/**
 * The tags of a repository whose image has a label or an annotation, of its own or of one of its platforms; without a value, whatever it is. And those
 * of whose image nothing is known.
 */
export function tagsWithLabel(rows: Rows, { key, value, ...place }: LabelQuestion): TagsWithLabel {
  const repository = rows.repository(place)?.id;
  if (repository === undefined) return { found: [], unknown: [] };
  const of = (manifest: string): string =>
    `EXISTS (SELECT 1 FROM labelled l JOIN pair p ON p.id = l.pair WHERE l.manifest = ${manifest} AND p.key = $key AND ($value IS NULL OR p.value = $value))`;
  const found = rows.sql(
    `SELECT t.name FROM tag t WHERE t.repository = $repository AND (${of('t.manifest')} OR EXISTS (SELECT 1 FROM child c WHERE c.parent = t.manifest AND ${of('c.manifest')}))`,
  );
  const unknown = rows.sql('SELECT t.name FROM tag t JOIN manifest m ON m.id = t.manifest WHERE t.repository = ? AND m.shape IS NULL');
  return { found: namesOf(found.all({ repository, key, value: value ?? null })), unknown: namesOf(unknown.all(repository)) };
}

/** Labels and annotations of the images that tags of a repository point to, the most frequent first. */
export function labelsOf(rows: Rows, place: InRepository): LabelPairs {
  const repository = rows.repository(place)?.id;
  if (repository === undefined) return [];
  const text = `SELECT p.key, p.value FROM (
      SELECT l.pair FROM tag t JOIN labelled l ON l.manifest = t.manifest WHERE t.repository = $repository
      UNION ALL SELECT l.pair FROM tag t JOIN child c ON c.parent = t.manifest JOIN labelled l ON l.manifest = c.manifest WHERE t.repository = $repository
    ) u JOIN pair p ON p.id = u.pair GROUP BY p.id ORDER BY count(*) DESC, p.key, p.value LIMIT ${MOST_PAIRS}`;
  return (rows.sql(text).all({ repository }) as { key: string; value: string }[]).map(({ key, value }) => [key, value]);
}
