import type { ImageTab, Place } from '../../shared/place.ts';
import type { SearchOrder } from '../../shared/search-order.ts';
import { useUi } from './ui-state.ts';

// The window shows one place (docs/architecture.md, "Places"). Everything here changes that place; `app/places/place-history.ts` records each change for back
// and forward.

type Ui = ReturnType<typeof useUi.getState>;

const NO_TAGS: ReadonlySet<string> = new Set();

const repositoryKey = (place: Place | null): string => `${place?.connectionId ?? ''} ${place?.repository ?? ''}`;

/** Of the filters, what a reload keeps. */
const FILTERS = 'longshore:filters';

/** Filters of repositories by `repositoryKey`, restored on going back and by a reload. */
const filters = new Map<string, string>(JSON.parse(sessionStorage.getItem(FILTERS) ?? '[]') as [string, string][]);

window.addEventListener('pagehide', () => {
  const { place, tagFilter } = useUi.getState();
  filters.set(repositoryKey(place), tagFilter);
  sessionStorage.setItem(FILTERS, JSON.stringify([...filters].filter(([, filter]) => filter !== '')));
});

/** Selectors: what of the place most components need. */
export const shownConnectionId = ({ place }: Ui): string | null => place?.connectionId ?? null;
export const shownRepository = ({ place }: Ui): string | null => place?.repository ?? null;
export const shownTag = ({ place }: Ui): string | null => place?.reference?.tag ?? null;

const isSamePlace = (a: Place | null, b: Place | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Shows a place. Selection and filter belong to one repository: another starts without them. */
export function goTo(place: Place | null): void {
  clearTimeout(going);
  const before = useUi.getState();
  const isStill = repositoryKey(before.place) === repositoryKey(place);
  if (!isStill) filters.set(repositoryKey(before.place), before.tagFilter);
  useUi.setState({
    linkProblem: null,
    ...(isSamePlace(before.place, place) ? {} : { place }),
    ...(isStill ? {} : { checkedTags: NO_TAGS, tagFilter: '' }),
  });
}

/** Shows a place again, with the filter it had. */
export function returnTo(place: Place | null): void {
  const isStill = repositoryKey(useUi.getState().place) === repositoryKey(place);
  goTo(place);
  if (!isStill) useUi.setState({ tagFilter: filters.get(repositoryKey(place)) ?? '' });
}

/** Shows a registry, at its list of repositories. */
export function showConnection(connectionId: string): void {
  goTo({ connectionId });
}

/** Shows the clean-up of a repository, or of a whole registry. */
export function showCleanUp(connectionId: string, repository: string | null): void {
  goTo({ connectionId, ...(repository === null ? {} : { repository }), view: 'clean-up' });
}

/** Where is searched: in all registries, in the shown one, or in a folder of it. */
export type ShownScope = 'all' | 'registry' | { readonly folder: string };

/** Shows what is found for a query. */
export function showSearch(connectionId: string, query: string, scope: ShownScope = 'all', order?: SearchOrder): void {
  goTo({
    ...{ connectionId, view: 'search' },
    ...(query === '' ? {} : { query }),
    ...(scope === 'all' ? { scope } : scope === 'registry' ? {} : scope),
    ...(order === undefined ? {} : { order }),
  });
}

/** Where all registries are searched for a digest; undefined where no registry is shown. */
export function digestPlace(digest: string): Place | undefined {
  const { place } = useUi.getState();
  return place ? { connectionId: place.connectionId, view: 'search', query: `digest:${digest} `, scope: 'all' } : undefined;
}

/** Searches all registries for a digest: of an image, of what an index contains, of a layer or a config. */
export function showDigest(digest: string): void {
  const place = digestPlace(digest);
  if (place) goTo(place);
}

/** The place that is shown in the next task. */
let going: ReturnType<typeof setTimeout> | undefined;
/** Asks for the tags of a place. Returns whether they were asked for already. */
type ReadAhead = (place: Place) => boolean;
let readAhead: ReadAhead = () => true;
let readImage: (tag: string) => void = () => {};

/** Calls back with each place just before it is shown, and when the button is pressed on what opens it, so that its tags are asked for early. */
export function onBeforeShown(callback: ReadAhead): void {
  readAhead = callback;
}

/** Calls back with a tag of the shown repository when the button is pressed on it. Returns what ends that. */
export function onPressedTag(callback: (tag: string) => void): () => void {
  readImage = callback;
  return () => {
    readImage = () => {};
  };
}

type Press = Pick<PointerEvent, 'button' | 'ctrlKey' | 'pointerType'>;

/** Whether a press may become a click that opens something. A finger may scroll, and other buttons open menus. */
const willOpen = ({ button, ctrlKey, pointerType }: Press): boolean => pointerType === 'mouse' && button === 0 && !ctrlKey;

/** For what opens a repository: asks for its tags when the button is pressed on it. */
export const opensRepository = (connectionId: string, repository: string) => ({
  onPointerDown(press: Press): void {
    const place: Place = { connectionId, repository };
    if (willOpen(press) && repositoryKey(place) !== repositoryKey(useUi.getState().place)) readAhead(place);
  },
});

/** Asks for the image of a tag of the shown repository when the button is pressed on it. */
export function pressTag(press: Press, tag: string): void {
  if (willOpen(press)) readImage(tag);
}

/** Shows what is stored: in a repository, in a folder and all below it, or in a whole registry. */
export function showStorage(connectionId: string, what: { readonly repository: string } | { readonly folder: string | undefined }): void {
  if ('repository' in what) goTo({ connectionId, repository: what.repository, view: 'storage' });
  else goTo({ connectionId, view: 'storage', ...(what.folder ? { folder: what.folder } : {}) });
}

/** Shows a repository, with a tag's detail open where one is named. Its tags are asked for first: if they were not yet, it is shown in the next task. */
export function showRepository(connectionId: string, repository: string, tag: string | null = null): void {
  const place: Place = { connectionId, repository, ...(tag === null ? {} : { reference: { tag } }) };
  const isAsked = repositoryKey(place) === repositoryKey(useUi.getState().place) || readAhead(place);
  const show = (): void => {
    goTo(place);
    useUi.setState({ checkedTags: NO_TAGS, tagFilter: '' });
  };
  clearTimeout(going);
  if (isAsked) show();
  else going = setTimeout(show);
}

/** Opens the detail of a tag of the shown repository, at the tab that is open; null closes the detail. */
export function openTag(tag: string | null): void {
  const { place } = useUi.getState();
  if (place?.repository === undefined) return;
  const { connectionId, repository, tab } = place;
  if (tag === null) goTo({ connectionId, repository });
  else goTo({ connectionId, repository, reference: { tag }, ...(tab === undefined ? {} : { tab }) });
}

/** Opens the image of a digest in the shown repository, at the tab that is open. */
export function openDigest(digest: string): void {
  const { place } = useUi.getState();
  if (place?.repository === undefined) return;
  const { connectionId, repository, tab } = place;
  goTo({ connectionId, repository, reference: { digest }, ...(tab === undefined ? {} : { tab }) });
}

/** Compares two images: what the second one has more or less than the first. A first one without a reference is chosen there. */
export function showComparison(from: NonNullable<Place['compareWith']>, to: NonNullable<Place['compareWith']>): void {
  const { place } = useUi.getState();
  const tab = place?.compareWith === undefined ? undefined : place.tab;
  goTo({ ...to, ...(tab === undefined ? {} : { tab }), compareWith: from });
}

/** Opens a tab of the shown image. */
export function openTab(tab: ImageTab): void {
  const { place } = useUi.getState();
  if (!place?.reference) return;
  const { layer: _, path: __, ...image } = place;
  goTo({ ...image, tab });
}

/** The place of something of the shown image: one of its layers, or another image of its repository. Undefined where no image is shown. */
export function placeHere(what: Pick<Place, 'tab' | 'layer'> & { readonly digest?: string }): Place | undefined {
  const { place } = useUi.getState();
  if (place?.repository === undefined || !place.reference) return undefined;
  const { connectionId, repository, reference } = place;
  const { digest, ...more } = what;
  return { connectionId, repository, reference: digest === undefined ? reference : { digest }, ...more };
}

/** Shows a file of the shown image, all files of one of its layers, or all files. */
export function showFiles({ layer, path }: { readonly layer?: number | undefined; readonly path?: string | undefined }): void {
  const { place } = useUi.getState();
  if (!place?.reference) return;
  const { layer: _, path: __, ...image } = place;
  goTo({ ...image, tab: 'files', ...(layer === undefined ? {} : { layer }), ...(path === undefined ? {} : { path }) });
}

/** After a deletion: closes the detail of a tag that was deleted, if it is the shown one. */
export function closeDeleted(connectionId: string, repository: string, deleted: readonly string[]): void {
  const { place } = useUi.getState();
  const tag = place?.reference?.tag;
  if (place?.connectionId === connectionId && place.repository === repository && tag !== undefined && deleted.includes(tag)) openTag(null);
}
