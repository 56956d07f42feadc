import type { SearchResult } from '../../../shared/contract/search.ts';
import type { Place } from '../../../shared/place.ts';

/** Where a result leads to. */
export function placeOf(result: SearchResult): Place {
  const { connectionId, repository } = result;
  switch (result.kind) {
    case 'repository':
      return { connectionId, repository };
    case 'tag':
      return { connectionId, repository, reference: { tag: result.tag } };
    case 'image':
      return { connectionId, repository, reference: { digest: result.image.digest } };
  }
}

export const idOf = (result: SearchResult): string => JSON.stringify(placeOf(result));
