import { isTag } from './oci/reference.ts';

/** Stands for the name of each tag. */
export const TAG_MARK = '{tag}';

/** How new names are made of old ones: `find` is replaced by `replace` wherever it occurs, and the result put into `pattern`. */
export type TagPattern = { readonly pattern: string; readonly find: string; readonly replace: string };

/** What a tag becomes, and why that cannot be: no tag name, the name of another of them, or (`itself`) the name that it has. */
export type NewName = { readonly from: string; readonly to: string; readonly problem?: 'invalid' | 'twice' | 'itself' };

/** The new name of each tag. `isElsewhere`: it may be the same name, in another repository. Pure. */
export function newNames(tags: readonly string[], { pattern, find, replace }: TagPattern, isElsewhere: boolean): NewName[] {
  const named = tags.map((from) => {
    const name = find === '' ? from : from.replaceAll(find, () => replace);
    return { from, to: pattern.trim().replaceAll(TAG_MARK, () => name) };
  });
  const counts = new Map<string, number>();
  for (const { to } of named) counts.set(to, (counts.get(to) ?? 0) + 1);
  return named.map(({ from, to }): NewName => {
    if (!isTag(to)) return { from, to, problem: 'invalid' };
    if (to === from && !isElsewhere) return { from, to, problem: 'itself' };
    return (counts.get(to) ?? 0) > 1 ? { from, to, problem: 'twice' } : { from, to };
  });
}
