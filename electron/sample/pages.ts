/** A part of a sorted list of names: at most `size` of them; `more` where others follow. */
export type Page = { readonly names: readonly string[]; readonly size: number; readonly more: boolean };

/** The page that `n` and `last` ask for (distribution-spec v1.1.1, "Listing Tags"); undefined where `n` is not a number. */
export function pageOf(all: readonly string[], query: URLSearchParams, longest: number): Page | undefined {
  const asked = query.get('n');
  if (asked !== null && !/^\d+$/.test(asked)) return undefined;
  const size = Math.min(longest, Number(asked ?? longest));
  const last = query.get('last');
  const rest = last === null ? all : all.filter((name) => name > last);
  const names = rest.slice(0, size);
  return { names, size, more: names.length > 0 && rest.length > names.length };
}

/** The query that asks for the page after this one. */
export function queryAfter({ names, size }: Page): URLSearchParams {
  return new URLSearchParams({ n: String(size), last: names.at(-1) ?? '' });
}
