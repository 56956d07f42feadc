import { z } from 'zod';

/** What the results of a search are sorted by: names and versions as they are listed, the smallest and the oldest first; with a minus the other way round. */
export const searchOrders = [
  'tag',
  '-tag',
  'repository',
  '-repository',
  'size',
  '-size',
  'created',
  '-created',
  'pulled',
  '-pulled',
] as const;

export const searchOrderSchema = z.enum(searchOrders);
export type SearchOrder = z.infer<typeof searchOrderSchema>;
export type SortedColumn = 'tag' | 'repository' | 'size' | 'created' | 'pulled';

/** An order in its two parts. */
export function orderOf(order: SearchOrder): { readonly column: SortedColumn; readonly isReversed: boolean } {
  const isReversed = order.startsWith('-');
  return { column: (isReversed ? order.slice(1) : order) as SortedColumn, isReversed };
}
