import type { CleanUpRow } from '../../../shared/contract/clean-up.ts';
import { csv } from './export.ts';

/** A row of a dry run as the person left it. */
export type PlannedRow = CleanUpRow & { readonly repository: string; readonly key: string; readonly edited: boolean };

/** The rows of a dry run with what the person decided otherwise. Pure. */
export function applyEdits(
  rows: readonly (CleanUpRow & { readonly repository: string })[],
  edits: ReadonlyMap<string, boolean>,
): PlannedRow[] {
  return rows.map((row) => {
    const key = `${row.repository}\n${row.tag}`;
    const goes = edits.get(key) ?? row.goes;
    return { ...row, key, goes, edited: goes !== row.goes };
  });
}

/** The tags that go, by repository: what the deletion takes. */
export function targetsOf(rows: readonly PlannedRow[]): { repository: string; tags: string[] }[] {
  const targets = new Map<string, string[]>();
  for (const { repository, tag, goes } of rows) {
    if (!goes) continue;
    const tags = targets.get(repository);
    if (tags) tags.push(tag);
    else targets.set(repository, [tag]);
  }
  return [...targets].map(([repository, tags]) => ({ repository, tags }));
}

/** The dry run as a table (RFC 4180). */
export function cleanUpCsv(rows: readonly PlannedRow[]): string {
  const header = ['repository', 'tag', 'digest', 'created', 'bytes', 'goes', 'why', 'rule'];
  return csv([
    header,
    ...rows.map(({ repository, tag, digest, created, size, goes, reason, rule, edited }) => [
      repository,
      tag,
      digest,
      created,
      size,
      goes ? 'yes' : 'no',
      edited ? 'edited' : reason,
      rule,
    ]),
  ]);
}
