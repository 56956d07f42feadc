import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import {
  type LinkAnswer,
  type LinkTarget,
  type Place,
  placeFromQuery,
  placeFromUrl,
  placeSchema,
  placeToQuery,
} from '../../shared/place.ts';
import { connectionsQuery } from '../features/connections/queries.ts';
import { goTo, returnTo } from '../lib/places.ts';
import { queryClient } from '../lib/query-client.ts';
import { remember, useUi } from '../lib/ui-state.ts';
import { focusWhatIsShown } from './focus.ts';

// Places in the browser's own session history, in both hosts: its back and forward buttons work, and a reload shows the same place. An entry's state has
// the place itself; its URL has the link, which may be copied, bookmarked and pasted.

type Entry = { readonly index: number; readonly place: Place | null };

/** Where the last index of this tab is kept: the History API tells it to nobody. */
const LAST = 'longshore:last-place';

let index = 0;
let isFollowing = false;

const knownRegistries = (): readonly LinkTarget[] => queryClient.getQueryData(connectionsQuery.queryKey)?.connections ?? [];

function addressOf(place: Place | null, registries: readonly LinkTarget[]): string {
  const query = place === null ? undefined : placeToQuery(place, registries);
  return `${location.pathname}${location.search}${query === undefined ? '' : `#${query}`}`;
}

function readEntry(state: unknown): Entry | undefined {
  if (typeof state !== 'object' || state === null || !('index' in state) || !('place' in state)) return undefined;
  const { data: place } = placeSchema.nullable().safeParse(state.place);
  return place !== undefined && typeof state.index === 'number' ? { index: state.index, place } : undefined;
}

function setIndex(next: number, last: number): void {
  index = next;
  sessionStorage.setItem(LAST, String(last));
  useUi.setState({ trail: { back: next, forward: last - next } });
}

/** Shows something without adding to the history. */
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

function show(answer: LinkAnswer): void {
  if (answer.kind === 'place') goTo(answer.place);
  else useUi.setState({ linkProblem: answer });
}

/** Shows the place of a `longshore:` link, or says why it cannot. */
export function openLink(link: string): void {
  show(placeFromUrl(link, knownRegistries(), useUi.getState().place?.connectionId));
}

/** A link was pasted into the address bar: its entry is the browser's. One with a token reloads the page (`socket-link.ts`). */
async function openFragment(): Promise<void> {
  const query = location.hash.slice(1);
  if (query !== '') {
    const { connections } = await queryClient.fetchQuery(connectionsQuery);
    follow(() => show(placeFromQuery(query, connections, useUi.getState().place?.connectionId)));
  }
  replaceEntry();
}

function onPopState({ state }: PopStateEvent): void {
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

/** Shows where the window was: what this tab showed before a reload, else what its link names, else the place of the last start. */
export async function startPlaces(remembered: Place | null): Promise<void> {
  const entry = readEntry(history.state);
  setIndex(entry?.index ?? 0, Math.max(entry?.index ?? 0, entry ? Number(sessionStorage.getItem(LAST)) : 0));
  follow(() => goTo(entry ? entry.place : remembered));
  if (entry) replaceEntry();
  else await openFragment();
  useUi.subscribe(({ place }, before) => {
    if (place !== before.place && !isFollowing) push(place);
  });
  window.addEventListener('popstate', onPopState);
}

/** Goes back or forward by one place, where there is one. Whether there was. */
export function travel(step: -1 | 1): boolean {
  const { trail } = useUi.getState();
  if ((step < 0 ? trail.back : trail.forward) === 0) return false;
  history.go(step);
  return true;
}

/** Keeps the address and the title of the window up to date, also as registries are added, renamed and removed. */
export function useAddress(): void {
  const place = useUi((ui) => ui.place);
  const { data } = useQuery(connectionsQuery);
  useEffect(() => {
    if (!data) return;
    history.replaceState(history.state, '', addressOf(place, data.connections));
    const connection = data.connections.find(({ id }) => id === place?.connectionId);
    const { tag, digest } = place?.reference ?? {};
    const opened = tag === undefined ? (digest === undefined ? '' : `@${digest}`) : `:${tag}`;
    const names = [place?.repository === undefined ? undefined : `${place.repository}${opened}`, connection?.name, 'Longshore'];
    document.title = names.filter((name) => name !== undefined).join(' · ');
  }, [place, data]);
}
