import type { Place } from '../../../shared/place.ts';
import { catalogQuery } from '../../features/repositories/queries.ts';
import { queryClient } from '../../lib/query-client.ts';
import { useUi } from '../../lib/ui-state.ts';
import { startPlaces } from './place-history.ts';
import { startReadingAhead } from './read-ahead.ts';

/** Goes to the place that the window begins with. Its registry is asked while the window is drawn for the first time. */
export async function beginPlaces(remembered: Place | null): Promise<void> {
  await startPlaces(remembered);
  const { place } = useUi.getState();
  if (place) void queryClient.prefetchQuery(catalogQuery(place.connectionId));
  startReadingAhead();
}
