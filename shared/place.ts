import { z } from 'zod';
import { connectionIdSchema, digestSchema, repositorySchema, tagSchema } from './contract/base.ts';
import { isHostOf, isRepository, parseInRegistry, registryBase, repositoryAt } from './oci/reference.ts';
import { type SearchOrder, searchOrderSchema, searchOrders } from './search-order.ts';

/** The tabs of an image. */
export const imageTabs = ['overview', 'layers', 'files', 'config', 'build', 'linked', 'manifest'] as const;
export type ImageTab = (typeof imageTabs)[number];

/** Pages beside the tags of a repository. */
const views = ['clean-up', 'storage', 'search'] as const;
type View = (typeof views)[number];

/** Characters of the longest query that is part of a place. */
const MOST_OF_QUERY = 1_000;
/** Characters of the longest path that is part of a place (PATH_MAX of Linux), and the highest number of a layer. */
const MOST_OF_PATH = 4_096;
const MOST_LAYERS = 10_000;

/** What of a repository is open: a tag, an image by its digest, or a tag as it was when it pointed to that digest. */
const openedSchema = z.object({
  tag: tagSchema.optional(),
  digest: digestSchema.optional(),
  /** The platform that a pasted pull command asked for, that is compared, or whose file is shown: only the last two are part of a link. */
  platform: z.string().max(64).optional(),
});

/** What a person looks at. One value decides what the window shows; everything else on screen derives from it. */
export const placeSchema = z.object({
  connectionId: connectionIdSchema,
  repository: repositorySchema.optional(),
  reference: openedSchema.optional(),
  tab: z.enum(imageTabs).optional(),
  /** In the tabs `layers` and `files`: the layer that is shown, from 1 on. */
  layer: z.int().min(1).max(MOST_LAYERS).optional(),
  /** In the tab `files`: the file that is shown, as its image names it, without a slash at its beginning. */
  path: z.string().max(MOST_OF_PATH).optional(),
  /** A page about the repository, or about the registry where no repository is named. It takes the room of the tags. */
  view: z.enum(views).optional(),
  /** The folder of repositories that the page is about, where it is neither one repository nor the whole registry. */
  folder: repositorySchema.optional(),
  /** What the view `search` looks for (`shared/query`): in the registry, or in all of them. */
  query: z.string().max(MOST_OF_QUERY).optional(),
  scope: z.literal('all').optional(),
  /** How the view `search` sorts what it finds; the best first where nothing is said. */
  order: searchOrderSchema.optional(),
  /** The image that the one of `reference` is compared with; without a reference none is chosen yet. */
  compareWith: z.object({ connectionId: connectionIdSchema, repository: repositorySchema, reference: openedSchema }).optional(),
});

export type Place = z.infer<typeof placeSchema>;

/** What a link needs to know of a saved registry. */
export type LinkTarget = { readonly id: string; readonly url: string };

/** Why a link cannot be opened. */
export type LinkProblem =
  | { readonly kind: 'invalid'; readonly why: 'address' | 'user-info' | 'too-long' | 'reference' }
  | { readonly kind: 'unknown-registry'; readonly host: string };

export type LinkAnswer = { readonly kind: 'place'; readonly place: Place } | LinkProblem;

const LINK = 'longshore://open';
/** Characters of the longest link: the longest path fits well within, each of its bytes written as three characters, with two references. */
export const MOST_OF_LINK = 16_384;

/** Whether a text claims to be a link of Longshore. Whether it can be opened, `placeFromUrl` tells. */
export const isLink = (text: string): boolean => /^longshore:/i.test(text);

/** `registry.example.com:5000/team/api:1.9@sha256:...` */
function referenceText(url: string, { repository, reference = {} }: Pick<Place, 'repository' | 'reference'>): string {
  if (repository === undefined) return registryBase(url);
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${registryBase(url)}/${repository}${tag}${digest}`;
}

/** What is at a place, as a person writes it, without its tab and view. Undefined where its registry is not saved. */
export function placeToReference(place: Place, registries: readonly LinkTarget[]): string | undefined {
  const registry = registries.find(({ id }) => id === place.connectionId);
  return registry && referenceText(registry.url, place);
}

/** Encoded for a query, but for the characters that make a reference readable and mean nothing there (RFC 3986, section 3.4). */
const encode = (text: string): string => encodeURIComponent(text).replace(/%(?:2F|3A|40)/g, decodeURIComponent);

/** What a link says of the image that is compared, and of the platforms that are. */
function comparisonOf({ reference }: Place, otherUrl: string, compareWith: NonNullable<Place['compareWith']>): string[] {
  const platform = reference?.platform;
  const other = compareWith.reference.platform;
  return [
    `with=${encode(referenceText(otherUrl, compareWith))}`,
    ...(platform === undefined ? [] : [`platform=${encode(platform)}`]),
    ...(other === undefined ? [] : [`with-platform=${encode(other)}`]),
  ];
}

/** The query of a link to a place: `ref=host/repository:tag@digest&tab=layers`. Undefined where a registry of it is not saved. */
export function placeToQuery(place: Place, registries: readonly LinkTarget[]): string | undefined {
  const urlOf = (id: string): string | undefined => registries.find((registry) => registry.id === id)?.url;
  const { tab, view, folder, query, scope, order, compareWith } = place;
  const withLayer = compareWith === undefined && (tab === 'layers' || tab === 'files');
  const platform = withLayer ? place.reference?.platform : undefined;
  const url = urlOf(place.connectionId);
  const otherUrl = compareWith && urlOf(compareWith.connectionId);
  if (url === undefined || (compareWith && otherUrl === undefined)) return undefined;
  const pairs = [
    `ref=${encode(referenceText(url, place))}`,
    ...(tab === undefined ? [] : [`tab=${tab}`]),
    ...(withLayer && place.layer !== undefined ? [`layer=${place.layer}`] : []),
    ...(withLayer && tab === 'files' && place.path !== undefined ? [`path=${encode(place.path)}`] : []),
    ...(platform !== undefined && (place.layer ?? place.path) !== undefined ? [`platform=${encode(platform)}`] : []),
    ...(view === undefined ? [] : [`view=${view}`]),
    ...(folder === undefined ? [] : [`folder=${encode(folder)}`]),
    ...(query === undefined ? [] : [`query=${encode(query)}`]),
    ...(scope === undefined ? [] : [`scope=${scope}`]),
    ...(order === undefined ? [] : [`order=${order}`]),
    ...(compareWith && otherUrl !== undefined ? comparisonOf(place, otherUrl, compareWith) : []),
  ];
  return pairs.join('&');
}

/** The link to a place, as it is copied and pasted. Undefined where a registry of it is not saved. */
export function placeToUrl(place: Place, registries: readonly LinkTarget[]): string | undefined {
  const query = placeToQuery(place, registries);
  return query === undefined ? undefined : `${LINK}?${query}`;
}

type Read = { readonly kind: 'place'; readonly place: Pick<Place, 'connectionId' | 'repository' | 'reference'> } | LinkProblem;

/** What `text` names on one registry: the registry itself, something in it, or nothing. */
function readOn({ id, url }: LinkTarget, text: string): Read | undefined {
  const base = registryBase(url);
  const slash = text.indexOf('/');
  const host = slash === -1 ? text : text.slice(0, slash);
  if (text === base || (slash === -1 && base === new URL(url).host && isHostOf(url, host)))
    return { kind: 'place', place: { connectionId: id } };
  if (slash === -1 || !isHostOf(url, host)) return undefined;
  const found = parseInRegistry(text.slice(slash + 1));
  if (!found) return { kind: 'invalid', why: 'reference' };
  const repository = repositoryAt(url, { host, repository: found.repository });
  if (repository === undefined) return undefined;
  const { tag, digest } = found;
  const reference = { ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
  const isOpened = tag !== undefined || digest !== undefined;
  return { kind: 'place', place: { connectionId: id, repository, ...(isOpened ? { reference } : {}) } };
}

/** Of several saved registries that a reference could be on, the one with the longest path, then the preferred one. */
function readReference(text: string, registries: readonly LinkTarget[], preferredId: string | undefined): Read {
  const isPreferred = (registry: LinkTarget): number => (registry.id === preferredId ? 1 : 0);
  const ordered = registries.toSorted((a, b) => registryBase(b.url).length - registryBase(a.url).length || isPreferred(b) - isPreferred(a));
  const answers = ordered.map((registry) => readOn(registry, text)).filter((answer) => answer !== undefined);
  const best = answers.find(({ kind }) => kind === 'place') ?? answers[0];
  if (best) return best;
  const [host = ''] = text.split('/');
  const isHost = host !== '' && URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host;
  return isHost ? { kind: 'unknown-registry', host } : { kind: 'invalid', why: 'reference' };
}

const isTab = (text: string): text is ImageTab => (imageTabs as readonly string[]).includes(text);

const isView = (text: string): text is View => (views as readonly string[]).includes(text);

const isOrder = (text: string): text is SearchOrder => (searchOrders as readonly string[]).includes(text);

/** What a link says of a search. */
function searchOf(params: { get(name: string): string | null }): Pick<Place, 'query' | 'scope' | 'order'> {
  const query = params.get('query') ?? '';
  const order = params.get('order') ?? '';
  return {
    ...(query === '' || query.length > MOST_OF_QUERY ? {} : { query }),
    ...(params.get('scope') === 'all' ? { scope: 'all' as const } : {}),
    ...(isOrder(order) ? { order } : {}),
  };
}

/** The platform that a link names. */
function platformOf(params: { get(name: string): string | null }, name: string): { platform?: string } {
  const platform = params.get(name) ?? '';
  return /^[\w./-]{1,64}$/.test(platform) ? { platform } : {};
}

/** What a link says of the files of an image: one of its layers, a file, and its platform. */
function filesOf(tab: string, params: { get(name: string): string | null }): Pick<Place, 'layer' | 'path'> & { platform?: string } {
  if (tab !== 'layers' && tab !== 'files') return {};
  const text = params.get('layer') ?? '';
  const layer = /^[1-9]\d{0,4}$/.test(text) && Number(text) <= MOST_LAYERS ? Number(text) : undefined;
  const path = tab === 'files' ? (params.get('path') ?? '').replace(/^\//, '') : '';
  const hasPath = path !== '' && path.length <= MOST_OF_PATH;
  return {
    ...(layer === undefined ? {} : { layer }),
    ...(hasPath ? { path } : {}),
    ...(hasPath || layer !== undefined ? platformOf(params, 'platform') : {}),
  };
}

/** Reads the query of a link. A tab or view that this version does not know is left out: the rest of the place is still worth showing. */
export function placeFromQuery(query: string, registries: readonly LinkTarget[], preferredId?: string): LinkAnswer {
  if (query.length > MOST_OF_LINK) return { kind: 'invalid', why: 'too-long' };
  const { searchParams } = new URL(`${LINK}?${query}`);
  const answer = readReference(searchParams.get('ref') ?? '', registries, preferredId);
  if (answer.kind !== 'place') return answer;
  const tab = searchParams.get('tab') ?? '';
  const view = searchParams.get('view') ?? '';
  const folder = searchParams.get('folder') ?? '';
  const opened = {
    ...answer.place,
    ...(isTab(tab) && answer.place.reference ? { tab } : {}),
    ...(isView(view) && !answer.place.reference ? { view } : {}),
    ...((view === 'storage' || view === 'search') && answer.place.repository === undefined && isRepository(folder) ? { folder } : {}),
  };
  if (opened.view === 'search') return { kind: 'place', place: { ...opened, ...searchOf(searchParams) } };
  const other = searchParams.get('with');
  if (!opened.reference) return { kind: 'place', place: opened };
  if (other === null) {
    const { platform, ...files } = filesOf(tab, searchParams);
    const reference = { ...opened.reference, ...(platform === undefined ? {} : { platform }) };
    return { kind: 'place', place: { ...opened, reference, ...files } };
  }
  const compared = readReference(other, registries, preferredId);
  if (compared.kind !== 'place') return compared;
  const { connectionId, repository, reference } = compared.place;
  if (repository === undefined) return { kind: 'invalid', why: 'reference' };
  const compareWith = { connectionId, repository, reference: { ...reference, ...platformOf(searchParams, 'with-platform') } };
  return { kind: 'place', place: { ...opened, reference: { ...opened.reference, ...platformOf(searchParams, 'platform') }, compareWith } };
}

/** Reads a link that comes from outside: nothing of it is trusted. */
export function placeFromUrl(text: string, registries: readonly LinkTarget[], preferredId?: string): LinkAnswer {
  const link = text.trim();
  if (link.length > MOST_OF_LINK) return { kind: 'invalid', why: 'too-long' };
  // The URL standard would drop line breaks and tabs, and read what is left.
  if (/\p{Cc}/u.test(link) || !URL.canParse(link)) return { kind: 'invalid', why: 'address' };
  const { protocol, username, password, host, pathname, search } = new URL(link);
  if (username !== '' || password !== '') return { kind: 'invalid', why: 'user-info' };
  if (protocol !== 'longshore:' || host !== 'open' || !/^\/?$/.test(pathname)) return { kind: 'invalid', why: 'address' };
  return placeFromQuery(search.slice(1), registries, preferredId);
}

/** The fragment with which a host hands a link to the page that it opens. */
export const linkFragment = (link: string): string => `link=${encodeURIComponent(link)}`;

/** The longest fragment that holds a link: each character as up to nine. */
const MOST_OF_FRAGMENT = 9 * MOST_OF_LINK + 9;

/**
 * Reads what is after the `#` of the page's address: the query of a link, as the page writes it there; a whole link, as a person pastes it; or one that
 * the host hands over.
 */
export function placeFromFragment(fragment: string, registries: readonly LinkTarget[], preferredId?: string): LinkAnswer {
  if (isLink(fragment)) return placeFromUrl(fragment, registries, preferredId);
  if (fragment.length > MOST_OF_FRAGMENT) return { kind: 'invalid', why: 'too-long' };
  const link = fragment.startsWith('link=') ? new URL(`${LINK}?${fragment}`).searchParams.get('link') : null;
  return link === null ? placeFromQuery(fragment, registries, preferredId) : placeFromUrl(link, registries, preferredId);
}
