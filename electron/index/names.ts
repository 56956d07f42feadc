import type { Rows } from './rows.ts';

/** What a catalog told at `time` (ms since 1970). */
type Told = { readonly connectionId: string; readonly time: number };

/** Which repositories a registry names. */
export class Names {
  private readonly rows: Rows;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  /** Notes repositories that the catalog names. */
  named({ connectionId, time }: Told, names: readonly string[]): void {
    this.rows.write(() => {
      const connection = this.rows.connectionFor(connectionId);
      // Two catalogs may be read at once: the one that began earlier takes nothing from the other.
      const add = this.rows.sql(
        'INSERT INTO repository (connection, name, named) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET named = max(coalesce(named, 0), excluded.named)',
      );
      for (const name of names) add.run(connection, name, time);
    });
  }

  /** The repositories that a catalog named, in one text as `joinNames` makes it: 50,000 need not be made one by one. */
  known(connectionId: string): string {
    const text = `SELECT coalesce(group_concat(name, char(10)), '') AS names FROM
      (SELECT name FROM repository WHERE connection = (SELECT id FROM connection WHERE name = ?) AND named IS NOT NULL ORDER BY name)`;
    return (this.rows.sql(text).get(connectionId) as { names: string }).names;
  }

  /** Forgets the repositories that an earlier catalog named and this one, which was read whole, does not. One that no catalog ever named is kept. */
  namedAll({ connectionId, time }: Told): void {
    this.rows.write(() => {
      const text = 'DELETE FROM repository WHERE connection = (SELECT id FROM connection WHERE name = ?) AND named < ?';
      this.rows.sql(text).run(connectionId, time);
    });
  }
}
