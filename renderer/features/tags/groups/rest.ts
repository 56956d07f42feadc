import type { TagTable } from '../tag-table.ts';

/** ms for each tag of a repository: 0.1 s for 10,000, less than the time between two batches, and 1 s for 100,000. */
const REST = 0.01;

/** How long the rows rest between two arrangements, in ms. None where the table is another one, or all of it is read. */
export function restOf(shown: TagTable | undefined, now: TagTable | undefined): number {
  if (!now || now.done || now.details !== shown?.details || now.listed !== shown.listed) return 0;
  return now.names.length * REST;
}
