import type { Place } from '../../../shared/place.ts';
import { catalogQuery } from '../../features/repositories/queries.ts';
import { queryClient } from '../../lib/query-client.ts';
import { useUi } from '../../lib/ui-state.ts';
import { startPlaces } from './place-history.ts';
import { startReadingAhead } from './read-ahead.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** ms that the first frame waits for the repositories: with them it is drawn once instead of twice. */
const MOMENT = 50;

/** Goes to the place that the window begins with. Its registry is asked, and given a moment to answer before the window is drawn for the first time. */
export async function beginPlaces(remembered: Place | null): Promise<void> {
  await startPlaces(remembered);
  const { place } = useUi.getState();
  startReadingAhead();
  if (place) await Promise.race([queryClient.prefetchQuery(catalogQuery(place.connectionId)), wait(MOMENT)]);
}
