import type { BrokenLink } from '../../../shared/contract/runs.ts';
import type { ExportFormat } from '../../lib/export-file.ts';
import { csv } from '../../lib/text/csv.ts';

const COLUMNS = ['repository', 'what', 'digest', 'of', 'tag'] as const;

/** The text of a file with these broken links, in their order. Pure. */
export function brokenText(format: Exclude<ExportFormat, 'references'>, repository: string, links: readonly BrokenLink[]): string {
  const rows = links.map(({ what, digest, of, tag }) => ({ repository, what, digest, of, tag }));
  if (format === 'json') return JSON.stringify(rows, null, 2);
  return csv([COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))]);
}
