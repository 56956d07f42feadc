import type { CleanUpRow } from '../../../shared/contract/clean-up.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import { csv } from '../../lib/csv.ts';

/** A row of a dry run as the person left it. */
export type PlannedRow = CleanUpRow & { readonly repository: string; readonly key: string; readonly edited: boolean };

/** The rows of a dry run with what the person decided otherwise. What is about an image goes only where all of the image does. Pure. */
export function applyEdits(
  rows: readonly (CleanUpRow & { readonly repository: string })[],
  edits: ReadonlyMap<string, boolean>,
): PlannedRow[] {
  const planned = rows.map((row) => {
    const key = `${row.repository}\n${row.tag}`;
    const goes = edits.get(key) ?? row.goes;
    return { ...row, key, goes, edited: goes !== row.goes };
  });
  const staying = new Set(planned.flatMap(({ repository, digest, goes }) => (goes ? [] : [`${repository} ${digest}`])));
  return planned.map((row) =>
    row.reason === 'subject-goes' && !row.edited && staying.has(`${row.repository} ${subjectOf(row.tag)}`)
      ? { ...row, goes: false, reason: 'attached' as const }
      : row,
  );
}

type Target = { repository: string; tags: string[]; seen: Record<string, string> };

/** The tags that go, by repository, with where each pointed in the dry run: what the deletion takes. */
export function targetsOf(rows: readonly PlannedRow[]): Target[] {
  const targets = new Map<string, Target>();
  for (const { repository, tag, digest, goes } of rows) {
    if (!goes) continue;
    const target = targets.get(repository) ?? { repository, tags: [], seen: {} };
    targets.set(repository, target);
    target.tags.push(tag);
    target.seen[tag] = digest;
  }
  return [...targets.values()];
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
