import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { type LinkAnswer, type LinkTarget, type Place, placeFromFragment, placeFromUrl, placeToQuery } from '../../../shared/place.ts';
import { connectionsQuery } from '../../features/connections/queries.ts';
import { goTo, returnTo } from '../../lib/places.ts';
import { queryClient } from '../../lib/query-client.ts';
import { isFreshLink } from '../../lib/socket-link.ts';
import { openDialog, remember, useUi } from '../../lib/ui-state.ts';
import { useTranslation } from '../../lib/use-translation.ts';
import { setTitle } from '../title.ts';
import { focusWhatIsShown } from './focus.ts';

// Every place is an entry of the page's session history, in both hosts: the browser's own buttons work, and a reload shows the same place. The state of
// an entry is the place; its URL is the link, to be copied, bookmarked and pasted.

type Entry = { readonly index: number; readonly place: Place | null };

/** Key of the last index of this tab, which the History API does not give. */
const LAST = 'longshore:last-place';

let index = 0;
let isFollowing = false;

const knownRegistries = (): readonly LinkTarget[] => queryClient.getQueryData(connectionsQuery.queryKey)?.connections ?? [];

function addressOf(place: Place | null, registries: readonly LinkTarget[]): string {
  const query = place === null ? undefined : placeToQuery(place, registries);
  return `${location.pathname}${location.search}${query === undefined ? '' : `#${query}`}`;
}

/** Only this page writes such states, and the browser drops them with the tab: what they hold is not checked further. */
const isOurs = (place: unknown): place is Place | null =>
  place === null || (typeof place === 'object' && 'connectionId' in place && typeof place.connectionId === 'string');

function readEntry(state: unknown): Entry | undefined {
  if (typeof state !== 'object' || state === null || !('index' in state) || !('place' in state)) return undefined;
  return isOurs(state.place) && typeof state.index === 'number' ? { index: state.index, place: state.place } : undefined;
}

function setIndex(next: number, last: number): void {
  index = next;
  sessionStorage.setItem(LAST, String(last));
  useUi.setState({ trail: { back: next, forward: last - next } });
}

/** Shows a place without adding an entry. */
function follow(show: () => void): void {
  isFollowing = true;
  show();
  isFollowing = false;
  remember({ place: useUi.getState().place });
}

function replaceEntry(): void {
  const { place } = useUi.getState();
  history.replaceState({ index, place } satisfies Entry, '', addressOf(place, knownRegistries()));
}

function push(place: Place | null): void {
  setIndex(index + 1, index + 1);
  history.pushState({ index, place } satisfies Entry, '', addressOf(place, knownRegistries()));
  remember({ place });
}

/** Another query in the same search: going back leads to what was shown before the search. */
const isTyped = (place: Place | null, before: Place | null): boolean => place?.view === 'search' && before?.view === 'search';

/** Another file in the same list of files: going back leads to what was shown before the list. */
const isSameList = (place: Place | null, before: Place | null): boolean =>
  place?.tab === 'files' &&
  before?.tab === 'files' &&
  JSON.stringify({ ...place, layer: 0, path: '' }) === JSON.stringify({ ...before, layer: 0, path: '' });

/** Details, a comparison or a view were closed, and the button that did it with them. */
const isClosed = (place: Place | null, before: Place | null): boolean =>
  (['reference', 'compareWith', 'view'] as const).some((part) => before?.[part] !== undefined && place?.[part] === undefined);

function refine(place: Place | null): void {
  replaceEntry();
  remember({ place });
}

/** Reads the last link again. */
let readAgain: (() => LinkAnswer) | undefined;

const preferredId = (): string | undefined => useUi.getState().place?.connectionId;

function show(read: () => LinkAnswer): void {
  readAgain = read;
  const answer = read();
  if (answer.kind === 'place') goTo(answer.place);
  else useUi.setState({ linkProblem: answer });
}

/** Shows the place of a `longshore:` link, or says why it cannot be opened; once the dialog that is open is closed, because it would hide the place. */
export function openLink(link: string): void {
  if (useUi.getState().dialog === null) return show(() => placeFromUrl(link, knownRegistries(), preferredId()));
  const stop = useUi.subscribe(({ dialog }) => {
    if (dialog !== null) return;
    stop();
    openLink(link);
  });
}

/** Offers to add the registry of the last link, and opens the link once that is done. */
export function addRegistryOfLink(host: string): void {
  openDialog({ kind: 'add-connection', address: host });
  const stop = useUi.subscribe(({ dialog }) => {
    if (dialog?.kind === 'add-connection') return;
    stop();
    // The dialog shows the new registry right after it is closed.
    setTimeout(() => {
      const answer = readAgain?.();
      if (answer?.kind === 'place') goTo(answer.place);
    });
  });
}

/** Opens the link in the address, which the browser has made an entry for. One with a token reloads the page (`socket-link.ts`). */
async function openFragment(): Promise<void> {
  const fragment = location.hash.slice(1);
  if (fragment !== '') {
    await queryClient.fetchQuery(connectionsQuery);
    follow(() => show(() => placeFromFragment(fragment, knownRegistries(), preferredId())));
  }
  replaceEntry();
}

function onPopState({ state }: PopStateEvent): void {
  // The page is loaded again with it, in a moment.
  if (isFreshLink()) return;
  const entry = readEntry(state);
  const last = index + useUi.getState().trail.forward;
  if (!entry) {
    setIndex(index + 1, index + 1);
    void openFragment().catch(() => {});
    return;
  }
  setIndex(entry.index, Math.max(last, entry.index));
  follow(() => returnTo(entry.place));
  focusWhatIsShown();
}

/** Shows the place from before a reload, or the place of the link, or the place of the last start, in this order. */
export async function startPlaces(remembered: Place | null): Promise<void> {
  const entry = readEntry(history.state);
  setIndex(entry?.index ?? 0, Math.max(entry?.index ?? 0, entry ? Number(sessionStorage.getItem(LAST)) : 0));
  follow(() => (entry ? returnTo(entry.place) : goTo(remembered)));
  if (entry) replaceEntry();
  else await openFragment();
  useUi.subscribe(({ place }, before) => {
    if (place === before.place || isFollowing) return;
    if (isTyped(place, before.place) || isSameList(place, before.place)) refine(place);
    else push(place);
    // A search from a row of results leaves that row.
    if (isClosed(place, before.place) || isTyped(place, before.place)) focusWhatIsShown();
  });
  window.addEventListener('popstate', onPopState);
}

/** Goes back or forward by one place, if there is one. */
export function movePlace(step: -1 | 1): void {
  const { back, forward } = useUi.getState().trail;
  if ((step < 0 ? back : forward) > 0) history.go(step);
}

/** Keeps the address and the title of the window up to date, also as registries are added, renamed and removed. */
export function useAddress(): void {
  const { t } = useTranslation();
  const place = useUi((ui) => ui.place);
  const { data } = useQuery(connectionsQuery);
  useEffect(() => {
    if (!data) return;
    history.replaceState(history.state, '', addressOf(place, data.connections));
    const connection = data.connections.find(({ id }) => id === place?.connectionId);
    const { tag, digest } = place?.reference ?? {};
    const opened = tag === undefined ? (digest === undefined ? '' : `@${digest}`) : `:${tag}`;
    const other = place?.compareWith?.reference;
    const compared = other === undefined ? '' : ` ⇄ ${other.tag ?? (other.digest === undefined ? '' : shortDigest(other.digest))}`;
    const names = [
      place?.repository === undefined ? undefined : `${place.repository}${opened}${compared}`,
      connection?.name,
      connection?.production ? t('connections.production') : undefined,
      'Longshore',
    ];
    setTitle(names.filter((name) => name !== undefined).join(' · '));
  }, [place, data, t]);
}
