import { queryOptions, skipToken } from '@tanstack/react-query';
import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { hasEnded, type Run } from '../../../shared/contract/runs.ts';
import { itemsOf } from '../../lib/runs.ts';
import { rowKey } from './clean-up-rows.ts';

/** What became of the rows of a dry run, by their keys. */
export type Outcomes = ReadonlyMap<string, DeleteItem['state']>;

/** What became of each row in the runs that a dry run led to, the later ones counting; nothing while one of them is under way. */
export const outcomesQuery = (runs: readonly Run[]) =>
  queryOptions({
    queryKey: ['clean-up-outcomes', runs.map(({ id }) => id)],
    queryFn:
      runs.length > 0 && runs.every(hasEnded)
        ? async (): Promise<Outcomes> => {
            const items = await Promise.all(runs.map(({ id }) => itemsOf(id)));
            return new Map(items.flat().map((item) => [rowKey(item), item.state]));
          }
        : skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
