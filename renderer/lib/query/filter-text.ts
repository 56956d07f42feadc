import { partsOf, type QueryPart } from '../../../shared/query/query.ts';

/** What a filter field shows: finished conditions apart, and what is being typed. */
export type SplitFilter = { readonly chips: readonly string[]; readonly draft: string };

/** Whether a part is more than a word to look for. Such a part leaves the field once it is finished. */
const isCondition = (part: QueryPart): boolean => 'term' in part && (part.term.kind !== 'word' || part.term.not);

/** Splits a filter. A condition is finished once a space follows it; words stay where they are typed. */
export function splitFilter(filter: string): SplitFilter {
  const chips: string[] = [];
  let draft = '';
  let from = 0;
  for (const part of partsOf(filter)) {
    const end = part.at + part.text.length;
    if (!isCondition(part) || end >= filter.length) continue;
    chips.push(part.text);
    draft += filter.slice(from, part.at);
    from = end + 1;
  }
  return { chips, draft: draft + filter.slice(from) };
}

/** The filter that a field with these chips and this text means. */
export const joinFilter = ({ chips, draft }: SplitFilter): string => [...chips, draft].join(' ');

/** The filter with each of its finished conditions once. */
export function withoutDoubles(filter: string): string {
  const { chips, draft } = splitFilter(filter);
  const once = [...new Set(chips)];
  return once.length === chips.length ? filter : joinFilter({ chips: once, draft });
}

/** The filter without one of its conditions. */
export function withoutChip(filter: string, index: number): string {
  const { chips, draft } = splitFilter(filter);
  return joinFilter({ chips: chips.filter((_, i) => i !== index), draft });
}

/** The filter with its last condition back in the field, where it can be changed. */
export function lastChipBack(filter: string): string {
  const { chips, draft } = splitFilter(filter);
  return joinFilter({ chips: chips.slice(0, -1), draft: `${chips.at(-1) ?? ''}${draft}` });
}

/** The filter with the condition at its end finished; undefined where there is none. */
export function finished(filter: string): string | undefined {
  const part = partsOf(filter).at(-1);
  return part && isCondition(part) && part.at + part.text.length === filter.length ? `${filter} ` : undefined;
}
