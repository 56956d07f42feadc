import type { Change } from '../../../shared/contract/history.ts';
import { csv } from '../../lib/csv.ts';

const COLUMNS = [
  'time',
  'registry',
  'address',
  'repository',
  'change',
  'tag',
  'state',
  'step',
  'method',
  'reference',
  'digest',
  'status',
  'failure',
  'ms',
];

/** The history as a table, a row a step; a change without one has a row of its own (RFC 4180). */
export function historyCsv(changes: readonly Change[]): string {
  const rows = changes.flatMap(({ at, connection, repository, what, tag, state, steps }) => {
    const own = [at, connection.name, connection.url, repository, what, tag, state];
    if (steps.length === 0) return [[...own, '', '', '', '', '', '', '']];
    return steps.map(({ why, method, reference, digest, status, failure, took }) => [
      ...own,
      why,
      method,
      reference,
      digest,
      status,
      failure,
      took,
    ]);
  });
  return csv([COLUMNS, ...rows]);
}

/** The history as it is kept, readable. */
export function historyJson(changes: readonly Change[]): string {
  return JSON.stringify(changes, null, 2);
}
