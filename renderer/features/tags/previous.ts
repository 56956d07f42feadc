import { previousTag } from '../../../shared/compare/previous.ts';
import type { TagTable } from './tag-table.ts';

/** The tag that came before another one of a repository, as far as its tags have been read. */
export function previousIn(table: Pick<TagTable, 'names' | 'details'> | undefined, tag: string): string | undefined {
  if (!table) return undefined;
  return previousTag(tag, table.names, (name) => {
    const detail = table.details.get(name);
    return detail?.state === 'read' ? { digest: detail.digest, created: detail.created } : undefined;
  });
}
