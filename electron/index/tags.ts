import type { ReadTag } from '../../shared/contract/tags.ts';
import { joinNames, splitNames } from '../../shared/name-lines.ts';
import { orderTags } from '../../shared/oci/tag-order.ts';
import type { RememberedRows } from '../browse/tag-memory.ts';
import { bytesOf } from './digest-bytes.ts';
import { factsOf, MANIFEST_COLUMNS, type ManifestRow } from './manifest-row.ts';
import type { InRepository, SeenTag } from './messages.ts';
import type { Rows } from './rows.ts';

/** Rows of the first answer, which fill any window, and of those that follow. */
const FIRST_PART = 100;
const PART_SIZE = 1_000;

const TAG_ROWS = `SELECT t.name, t.pulled, t.immutable, m.size, ${MANIFEST_COLUMNS} FROM tag t
  JOIN manifest m ON m.id = t.manifest LEFT JOIN shape s ON s.id = m.shape WHERE t.repository = ?`;

type TagRow = (ManifestRow | { readonly media_type: null }) & {
  readonly name: string;
  readonly size: number | null;
  readonly pulled: number | null;
  readonly immutable: number | null;
};

/** The row of a tag; undefined where it is known where it points, and nothing else. */
function rowOf(row: TagRow): ReadTag | undefined {
  if (row.media_type === null) return undefined;
  const { covers, ...facts } = factsOf(row);
  return {
    state: 'read',
    tag: row.name,
    ...facts,
    ...(row.size === null ? {} : { size: row.size }),
    ...(row.pulled === null ? {} : { pulled: new Date(row.pulled).toISOString() }),
    ...(row.immutable === null ? {} : { immutable: row.immutable === 1 }),
    ...(covers ? { covers: { read: covers.read, all: covers.all } } : {}),
  };
}

/** What the index knows of tags. */
export class Tags {
  private readonly rows: Rows;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  /** The tags of a repository as they were when all of them were read last, in the order in which they are shown. */
  *of(place: InRepository): Generator<RememberedRows> {
    const repository = this.rows.repository(place);
    const asOf = repository?.listed;
    if (!repository || asOf === null || asOf === undefined) return;
    const names = this.orderOf(repository.id) ?? this.orderNow(repository.id);
    if (names.length === 0) return;
    const one = this.rows.sql(`${TAG_ROWS} AND t.name = ?`);
    const first = names.slice(0, FIRST_PART).flatMap((name) => (one.get(repository.id, name) as TagRow | undefined) ?? []);
    yield { asOf, names: joinNames(names), rows: first.flatMap((row) => rowOf(row) ?? []) };
    if (names.length <= FIRST_PART) return;
    const known = new Map((this.rows.sql(TAG_ROWS).all(repository.id) as TagRow[]).map((row) => [row.name, row]));
    for (let at = FIRST_PART; at < names.length; at += PART_SIZE) {
      const some = names.slice(at, at + PART_SIZE).flatMap((name) => known.get(name) ?? []);
      yield { asOf, names: '', rows: some.flatMap((row) => rowOf(row) ?? []) };
    }
  }

  /** The order that was noted; undefined where there are other tags by now, which a reading found that was broken off. */
  private orderOf(repository: number): readonly string[] | undefined {
    const { ordered, count } = this.rows
      .sql('SELECT ordered, (SELECT count(*) FROM tag WHERE repository = r.id) AS count FROM repository r WHERE r.id = ?')
      .get(repository) as { ordered: string | null; count: number };
    const names = ordered === null ? undefined : splitNames(ordered);
    return names?.length === count ? names : undefined;
  }

  /** The order by what is known now. */
  private orderNow(repository: number): readonly string[] {
    const found = this.rows
      .sql('SELECT t.name, t.manifest, m.created FROM tag t JOIN manifest m ON m.id = t.manifest WHERE t.repository = ?')
      .all(repository) as { readonly name: string; readonly manifest: number; readonly created: number | null }[];
    const facts = new Map(found.map((row) => [row.name, row]));
    return orderTags([...facts.keys()], (tag) => {
      const row = facts.get(tag);
      // What is equal and what is later is all that the order looks at.
      return row && { digest: String(row.manifest), ...(row.created === null ? {} : { created: String(row.created).padStart(16, '0') }) };
    });
  }

  /** Notes where tags point at `time` (ms since 1970); those without a digest are there, and could not be read. */
  saw(place: InRepository, tags: readonly SeenTag[], time: number): void {
    this.rows.write(() => {
      const repository = this.rows.repositoryFor(place);
      // A reading that began earlier may come after one that knows all tags by their later time, as a scan's does after a person's.
      const set = this.rows.sql(
        `INSERT INTO tag (repository, name, manifest, seen, pulled, immutable) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET manifest = excluded.manifest, seen = max(seen, excluded.seen), pulled = excluded.pulled, immutable = excluded.immutable`,
      );
      const touch = this.rows.sql('UPDATE tag SET seen = max(seen, ?) WHERE repository = ? AND name = ?');
      for (const [name, digest, { pulled, immutable } = {}] of tags)
        if (digest === undefined) touch.run(time, repository, name);
        else {
          const manifest = this.rows.manifestFor(bytesOf(digest));
          const lastPull = pulled === undefined ? null : Date.parse(pulled);
          set.run(repository, name, manifest, time, lastPull, immutable === undefined ? null : Number(immutable));
        }
    });
  }

  /**
   * Forgets the tags that were not seen since `time`: all that there are were. A repository of which nothing was ever seen is none: its name may be
   * mistyped.
   */
  sawAll(place: InRepository, time: number): void {
    const { id: repository } = this.rows.repository(place) ?? {};
    if (repository === undefined) return;
    this.rows.write(() => {
      this.rows.sql('DELETE FROM tag WHERE repository = ? AND seen < ?').run(repository, time);
      this.rows
        .sql('UPDATE repository SET listed = ?, ordered = ? WHERE id = ?')
        .run(time, joinNames(this.orderNow(repository)), repository);
    });
  }
}
