import type { ReadTag } from '../../shared/contract/tags.ts';
import { orderTags } from '../../shared/oci/tag-order.ts';
import type { RememberedRows } from '../browse/tag-memory.ts';
import { bytesOf } from './digest-bytes.ts';
import { factsOf, MANIFEST_COLUMNS, type ManifestRow } from './manifest-row.ts';
import type { InRepository, SeenTag } from './messages.ts';
import type { Rows } from './rows.ts';

/** Rows of the first answer, which fill any window, and of those that follow. */
const FIRST_PART = 100;
const PART_SIZE = 500;

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
    const found = this.rows
      .sql(
        `SELECT t.name, t.pulled, t.immutable, m.size, ${MANIFEST_COLUMNS} FROM tag t JOIN manifest m ON m.id = t.manifest LEFT JOIN shape s ON s.id = m.shape WHERE t.repository = ?`,
      )
      .all(repository.id) as TagRow[];
    const known = new Map(found.map((row) => [row.name, rowOf(row)]));
    const names = orderTags(
      found.map(({ name }) => name),
      (tag) => known.get(tag),
    );
    for (let at = 0; at < names.length; at += at === 0 ? FIRST_PART : PART_SIZE) {
      const some = names.slice(at, at + (at === 0 ? FIRST_PART : PART_SIZE));
      yield { asOf, names: at === 0 ? names : [], rows: some.flatMap((name) => known.get(name) ?? []) };
    }
  }

  /** Notes where tags point at `time` (ms since 1970); those without a digest are there, and could not be read. */
  saw(place: InRepository, tags: readonly SeenTag[], time: number): void {
    this.rows.write(() => {
      const repository = this.rows.repositoryFor(place);
      const set = this.rows.sql(
        `INSERT INTO tag (repository, name, manifest, seen, pulled, immutable) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET manifest = excluded.manifest, seen = excluded.seen, pulled = excluded.pulled, immutable = excluded.immutable`,
      );
      const touch = this.rows.sql('UPDATE tag SET seen = ? WHERE repository = ? AND name = ?');
      for (const [name, digest, { pulled, immutable } = {}] of tags)
        if (digest === undefined) touch.run(time, repository, name);
        else {
          const manifest = this.rows.manifestFor(bytesOf(digest));
          const lastPull = pulled === undefined ? null : Date.parse(pulled);
          set.run(repository, name, manifest, time, lastPull, immutable === undefined ? null : Number(immutable));
        }
    });
  }

  /** Forgets the tags that were not seen since `time`: all that there are were. */
  sawAll(place: InRepository, time: number): void {
    this.rows.write(() => {
      const repository = this.rows.repositoryFor(place);
      this.rows.sql('DELETE FROM tag WHERE repository = ? AND seen < ?').run(repository, time);
      this.rows.sql('UPDATE repository SET listed = ? WHERE id = ?').run(time, repository);
    });
  }
}
