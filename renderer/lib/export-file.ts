import { assertNever } from '../../shared/assert-never.ts';

export type ExportFormat = 'csv' | 'json' | 'references';

/** A file that what is on screen is saved to: its whole name, and its type. */
export function exportFile(format: ExportFormat, name: string): { readonly name: string; readonly type: string } {
  switch (format) {
    case 'csv':
      return { name: `${name}.csv`, type: 'text/csv' };
    case 'json':
      return { name: `${name}.json`, type: 'application/json' };
    case 'references':
      return { name: `${name}.txt`, type: 'text/plain' };
    default:
      return assertNever(format);
  }
}
