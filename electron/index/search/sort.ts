import type { SearchResult } from '../../../shared/contract/search.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';
import { orderOf, type SearchOrder, type SortedColumn } from '../../../shared/search-order.ts';

/** What a result is sorted by; what is not known has no place in the order, and comes last. */
type Key = number | string | undefined;

const tagOf = (result: SearchResult): string | undefined => (result.kind === 'tag' ? result.tag : undefined);

/** The place of each tag among all of them. */
function placesOf(results: readonly SearchResult[]): ReadonlyMap<string, number> {
  const names = new Set(results.flatMap((result) => tagOf(result) ?? []));
  return new Map(orderTags([...names]).map((name, at) => [name, at]));
}

function keyOf(result: SearchResult, column: SortedColumn, places: ReadonlyMap<string, number>): Key {
  const image = result.kind === 'repository' ? undefined : result.image;
  switch (column) {
    case 'tag':
      return places.get(tagOf(result) ?? '');
    case 'repository':
      return result.repository;
    case 'size':
      return image?.size;
    case 'created':
      return image?.created;
    case 'pulled':
      return result.kind === 'tag' ? result.pulled : undefined;
  }
}

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Results in an order. Those that are alike follow by repository, registry and tag. A new array. Pure. */
export function sortResults(results: readonly SearchResult[], order: SearchOrder): SearchResult[] {
  const places = placesOf(results);
  const { column, isReversed } = orderOf(order);
  const sign = isReversed ? -1 : 1;
  const keyed = results.map((result) => ({ result, key: keyOf(result, column, places) }));
  keyed.sort((a, b) => {
    const [x, y] = [a.result, b.result];
    const own =
      a.key === undefined || b.key === undefined ? Number(a.key === undefined) - Number(b.key === undefined) : sign * compare(a.key, b.key);
    return (
      own ||
      compare(x.repository, y.repository) ||
      compare(x.connectionId, y.connectionId) ||
      // A repository stands before its tags.
      (places.get(tagOf(x) ?? '') ?? -1) - (places.get(tagOf(y) ?? '') ?? -1)
    );
  });
  return keyed.map(({ result }) => result);
}

/** The first results of an order, of as many as there are: no more than twice as many are kept. */
export class FirstResults {
  private readonly order: SearchOrder;
  private readonly most: number;
  private kept: SearchResult[] = [];

  constructor(order: SearchOrder, most: number) {
    this.order = order;
    this.most = most;
  }

  add(result: SearchResult): void {
    if (this.kept.push(result) >= 2 * this.most) this.kept = this.inOrder();
  }

  inOrder(): SearchResult[] {
    return sortResults(this.kept, this.order).slice(0, this.most);
  }
}
