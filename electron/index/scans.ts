import type { Rows } from './rows.ts';

/** A repository by its name, and when all its tags were read last, in ms since 1970. */
export type KnownName = readonly [name: string, read: number | undefined];

/** A scan that has not ended. What was read since `started` (ms since 1970) is done; unless `again`, so is what was read before. */
export type OpenScan = { readonly connectionId: string; readonly started: number; readonly again: boolean; readonly paused: boolean };

/** What `repositories` that were read consist of, all together: manifests that no tag points to, and images, which have a config each. */
export type ScanSample = { readonly repositories: number; readonly tags: number; readonly untagged: number; readonly images: number };

/** Names that are told in one message: what takes the other thread about a millisecond. */
const PART_SIZE = 2_000;
/** Repositories that stand for all in an estimate. */
const SAMPLE = 200;

const OF_CONNECTION = 'connection = (SELECT id FROM connection WHERE name = ?)';

/** What a scan of a registry rests on: which repositories it has, which of them are read, and that it is under way. */
export class Scans {
  private readonly rows: Rows;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  /** The repositories of a registry in the order of their names, and when all tags of each were read last (ms since 1970). */
  *names(connectionId: string): Generator<KnownName[]> {
    const all = this.rows.sql(`SELECT name, listed FROM repository WHERE ${OF_CONNECTION} ORDER BY name`).all(connectionId) as {
      name: string;
      listed: number | null;
    }[];
    for (let at = 0; at < all.length; at += PART_SIZE)
      yield all.slice(at, at + PART_SIZE).map(({ name, listed }) => [name, listed ?? undefined] as const);
  }

  /** What some repositories that were read consist of: tags, manifests that no tag points to, and images, which have a config each. */
  sample(connectionId: string): ScanSample {
    const text = `
      WITH some (id) AS (SELECT id FROM repository WHERE ${OF_CONNECTION} AND listed IS NOT NULL LIMIT ${SAMPLE})
      SELECT (SELECT count(*) FROM some) AS repositories,
        (SELECT count(*) FROM tag WHERE repository IN some) AS tags,
        (SELECT count(*) FROM held h WHERE h.repository IN some
          AND NOT EXISTS (SELECT 1 FROM tag t WHERE t.manifest = h.manifest AND t.repository = h.repository)) AS untagged,
        (SELECT count(*) FROM held h JOIN manifest m ON m.id = h.manifest JOIN shape s ON s.id = m.shape
          WHERE h.repository IN some AND s.kind = 'image') AS images`;
    return this.rows.sql(text).get(connectionId) as ScanSample;
  }

  /** Notes a scan that has begun, or that was paused or resumed. */
  note({ connectionId, started, again, paused }: OpenScan): void {
    this.rows.write(() => {
      const text =
        'INSERT INTO scan (connection, started, again, paused) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET started = excluded.started, again = excluded.again, paused = excluded.paused';
      this.rows.sql(text).run(this.rows.connectionFor(connectionId), started, again ? 1 : 0, paused ? 1 : 0);
    });
  }

  /** A scan has ended: nothing of it is taken up again. */
  end(connectionId: string): void {
    this.rows.write(() => this.rows.sql(`DELETE FROM scan WHERE ${OF_CONNECTION}`).run(connectionId));
  }

  /** The scans that have not ended. */
  open(): OpenScan[] {
    const text = 'SELECT c.name, s.started, s.again, s.paused FROM scan s JOIN connection c ON c.id = s.connection';
    const found = this.rows.sql(text).all() as { name: string; started: number; again: number; paused: number }[];
    return found.map(({ name, started, again, paused }) => ({
      connectionId: name,
      started,
      again: again === 1,
      paused: paused === 1,
    }));
  }
}
