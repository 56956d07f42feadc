import type { CleanUpRow } from '../../../shared/contract/clean-up.ts';
import { isDigest, subjectOf } from '../../../shared/oci/digest.ts';
import { csv } from '../../lib/text/csv.ts';

export type Action = CleanUpRow['action'];

/** What tells a row from all others of a dry run. */
export const rowKey = ({ repository, tag }: { readonly repository: string; readonly tag: string }): string => `${repository}\n${tag}`;

/** A row of a dry run, after the person's edits. */
export type PlannedRow = CleanUpRow & { readonly repository: string; readonly key: string; readonly edited: boolean };

/** Applies the person's edits to a dry run. A referrer is deleted only while its image loses every tag. Pure. */
export function applyEdits(
  rows: readonly (CleanUpRow & { readonly repository: string })[],
  edits: ReadonlyMap<string, Action>,
): PlannedRow[] {
  const planned = rows.map((row) => {
    const key = rowKey(row);
    const action = edits.get(key) ?? row.action;
    return { ...row, key, action, edited: action !== row.action };
  });
  const kept = new Set(planned.flatMap(({ repository, digest, action }) => (action === 'keep' ? [`${repository} ${digest}`] : [])));
  const keepsSubject = (row: PlannedRow): boolean =>
    row.reason === 'subject-deleted' && kept.has(`${row.repository} ${subjectOf(row.tag)}`);
  return planned.map((row): PlannedRow => {
    if (!keepsSubject(row)) return row;
    // Without its image deleted, a referrer is deleted only where the person says so.
    return edits.has(row.key) ? { ...row, edited: true } : { ...row, action: 'keep', reason: 'referrer' };
  });
}

type Target = { repository: string; tags: string[]; seen: Record<string, string> };

/** The tags to delete, by repository, with the digest that each pointed to in the dry run. */
export function targetsOf(rows: readonly PlannedRow[]): Target[] {
  const targets = new Map<string, Target>();
  for (const { repository, tag, digest, action } of rows) {
    if (action === 'keep') continue;
    const target = targets.get(repository) ?? { repository, tags: [], seen: {} };
    targets.set(repository, target);
    target.tags.push(tag);
    // A digest names the same bytes for good.
    if (!isDigest(tag)) target.seen[tag] = digest;
  }
  return [...targets.values()];
}

/** The dry run as a table (RFC 4180). */
export function cleanUpCsv(rows: readonly PlannedRow[]): string {
  const header = ['repository', 'tag', 'digest', 'created', 'bytes', 'action', 'reason', 'rule'];
  return csv([
    header,
    ...rows.map(({ repository, tag, digest, created, size, action, reason, rule, edited }) => [
      repository,
      tag,
      digest,
      created,
      size,
      action,
      edited ? 'edited' : reason,
      rule,
    ]),
  ]);
}
