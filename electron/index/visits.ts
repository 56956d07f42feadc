import type { TagChanges } from '../../shared/contract/tags.ts';
import { digestOfBytes } from './digest-bytes.ts';
import type { InRepository } from './messages.ts';
import type { Rows } from './rows.ts';

/**
 * ms after which a visit is over. One rule: a visit of a repository lasts as long as a person reads it again within this time, whatever is looked at
 * between; what changed is told against the end of the visit before it. So marks stay while somebody works, and a restart takes none away.
 */
export const VISIT_ENDS_AFTER = 30 * 60_000;

type Visit = { readonly id: number; readonly visited: number | null; readonly compared: number | null };

/** What the index knows of the visits of a person. */
export class Visits {
  private readonly rows: Rows;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  /** Before a reading by anybody that begins at `time` (ms since 1970): keeps how the repository was, where the visit before is over. */
  readingBegins(place: InRepository, time: number): void {
    const visit = this.visitOf(place);
    if (!visit || visit.visited === null || time - visit.visited <= VISIT_ENDS_AFTER) return;
    const { id, visited } = visit;
    this.rows.write(() => {
      this.rows.sql('DELETE FROM visit_tag WHERE repository = ?').run(id);
      this.rows
        .sql(
          'INSERT INTO visit_tag SELECT t.repository, t.name, m.digest FROM tag t JOIN manifest m ON m.id = t.manifest WHERE t.repository = ?',
        )
        .run(id);
      this.rows.sql('UPDATE repository SET visited = NULL, compared = ? WHERE id = ?').run(visited, id);
    });
  }

  /** A person's reading of all tags ended at `time` (ms since 1970). Where some of it was lost, it is none: they would be new the next time. */
  seen(place: InRepository, time: number): void {
    const known = this.rows.repository(place);
    if (known) this.rows.sql('UPDATE repository SET visited = ? WHERE id = ? AND listed IS NOT NULL').run(time, known.id);
  }

  /** What changed since the visit before; undefined where there was none. */
  changesOf(place: InRepository): TagChanges | undefined {
    const visit = this.visitOf(place);
    if (!visit || visit.compared === null) return undefined;
    const added = this.rows.sql(
      'SELECT t.name FROM tag t LEFT JOIN visit_tag v ON v.repository = t.repository AND v.name = t.name WHERE t.repository = ? AND v.name IS NULL',
    );
    const moved = this.rows.sql(
      'SELECT t.name, v.digest FROM tag t JOIN visit_tag v ON v.repository = t.repository AND v.name = t.name JOIN manifest m ON m.id = t.manifest WHERE t.repository = ? AND m.digest <> v.digest',
    );
    const deleted = this.rows.sql(
      'SELECT v.name, v.digest FROM visit_tag v LEFT JOIN tag t ON t.repository = v.repository AND t.name = v.name WHERE v.repository = ? AND t.name IS NULL',
    );
    const withDigest = (rows: unknown): TagChanges['moved'] =>
      (rows as { name: string; digest: Uint8Array }[]).map(({ name, digest }) => [name, digestOfBytes(digest)]);
    return {
      since: new Date(visit.compared).toISOString(),
      added: (added.all(visit.id) as { name: string }[]).map(({ name }) => name),
      moved: withDigest(moved.all(visit.id)),
      deleted: withDigest(deleted.all(visit.id)),
    };
  }

  private visitOf({ connectionId, repository }: InRepository): Visit | undefined {
    const text =
      'SELECT r.id, r.visited, r.compared FROM repository r JOIN connection c ON c.id = r.connection WHERE c.name = ? AND r.name = ?';
    return this.rows.sql(text).get(connectionId, repository) as Visit | undefined;
  }
}
