import type { TFunction } from 'i18next';
import type { Format } from '../../lib/text/format.ts';
import type { Found } from './queries.ts';

/** How many results there are, in how many registries, or how many of them are shown. */
export function foundText(t: TFunction, format: Format, { results, isDone, isMore, sorting, sorted }: Found): string {
  const registries = new Set(results.map(({ connectionId }) => connectionId)).size;
  const shown = format.number(results.length);
  const inRegistries = t('search.inRegistries', { count: registries, shown: format.number(registries) });
  if (isMore && sorted) return t(sorted.isAll ? 'search.first' : 'search.firstOfPart', { shown, total: format.number(sorted.count) });
  if (isMore) return t('search.more', { shown });
  if (!isDone && sorting !== undefined) return t('search.sorting', { shown: format.number(sorting) });
  if (!isDone) return t('search.sofar', { shown });
  return t('search.found', { count: results.length, shown, inRegistries });
}
