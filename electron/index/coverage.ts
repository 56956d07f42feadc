import type { Coverage } from '../../shared/contract/local-index.ts';
import type { Rows } from './rows.ts';

/** Which repositories are meant: of all registries, of one, or those of one in a folder (`team` has `team/api`, and `team` itself). */
export type CoverageScope = { readonly connectionId?: string | undefined; readonly folder?: string | undefined };

/** SQL for the repositories `r` of a scope, and what it is run with. `/` is followed by `0`, so that a folder is a range of names. */
export function inScope({ connectionId, folder }: CoverageScope): { readonly where: string; readonly values: readonly string[] } {
  if (connectionId === undefined) return { where: 'TRUE', values: [] };
  const ofConnection = 'r.connection = (SELECT id FROM connection WHERE name = ?)';
  if (folder === undefined) return { where: ofConnection, values: [connectionId] };
  return {
    where: `${ofConnection} AND (r.name = ? OR (r.name >= ? AND r.name < ?))`,
    values: [connectionId, folder, `${folder}/`, `${folder}0`],
  };
}

/** How much of a scope has been read. */
export function coverageOf(rows: Rows, scope: CoverageScope): Coverage {
  const { where, values } = inScope(scope);
  const text = `SELECT count(*) AS known, count(r.listed) AS read, min(r.listed) AS oldest FROM repository r WHERE ${where}`;
  const { known, read, oldest } = rows.sql(text).get(...values) as { known: number; read: number; oldest: number | null };
  return { read, known, ...(oldest === null ? {} : { oldest: new Date(oldest).toISOString() }) };
}
