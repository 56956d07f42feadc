import type { TagChanges, TagDetail } from '../../../../shared/contract/tags.ts';
import { orderTags } from '../../../../shared/oci/tag-order.ts';

/** What happened to a tag since the visit before; `was` is the digest that it pointed to then. */
export type Mark = { readonly kind: 'new' } | { readonly kind: 'moved' | 'deleted'; readonly was: string };

export const NO_MARKS: ReadonlyMap<string, Mark> = new Map();

/** The mark of each tag that has one. */
export function marksOf(changes: TagChanges | undefined): ReadonlyMap<string, Mark> {
  if (!changes) return NO_MARKS;
  return new Map<string, Mark>([
    ...changes.added.map((tag) => [tag, { kind: 'new' }] as const),
    ...changes.moved.map(([tag, was]) => [tag, { kind: 'moved', was }] as const),
    ...changes.deleted.map(([tag, was]) => [tag, { kind: 'deleted', was }] as const),
  ]);
}

/** The tags that changed, in the order of the table, and details that say of the deleted ones that they are not found. */
export function changedRows(
  marks: ReadonlyMap<string, Mark>,
  details: ReadonlyMap<string, TagDetail>,
): { readonly names: readonly string[]; readonly details: Map<string, TagDetail> } {
  const shown = new Map<string, TagDetail>();
  for (const [tag, { kind }] of marks) {
    const detail = details.get(tag);
    if (detail) shown.set(tag, detail);
    else if (kind === 'deleted') shown.set(tag, { state: 'not-found', tag });
  }
  const names = orderTags([...marks.keys()], (tag) => {
    const detail = shown.get(tag);
    return detail?.state === 'read' ? detail : undefined;
  });
  return { names, details: shown };
}
