import type { Connection } from '../../../shared/contract/connections.ts';
import type { SearchResult, Suggestions } from '../../../shared/contract/search.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { parseReference, platformOfCommand, type Reference, repositoryAt } from '../../../shared/oci/reference.ts';
import type { Place } from '../../../shared/place.ts';
import { printTerm } from '../../../shared/query/print.ts';
import { parseQuery } from '../../../shared/query/query.ts';
import { fuzzyFilter, fuzzyFilterBy, hasWords } from '../../lib/text/fuzzy.ts';

/** One line of the palette, and what choosing it does. */
export type PaletteItem = {
  readonly id: string;
  readonly group: 'reference' | 'recent' | 'pinned' | 'tags' | 'repositories' | 'registries' | 'digests' | 'labels' | 'actions' | 'search';
  readonly label: string;
  readonly detail: string;
  /** The shortcut that does the same. */
  readonly keys?: string | undefined;
  readonly run: () => void;
};

/** An action; `names` are its label, and what it is called without its subject. */
export type PaletteAction = PaletteItem & { readonly names: readonly string[] };

/** Lines of a group. */
const MOST = 8;

export type PaletteSources = {
  readonly connections: readonly Connection[];
  readonly current: Connection | undefined;
  /** The repository that is shown: nobody jumps to where they are. */
  readonly shown: string | null;
  readonly repositories: readonly string[];
  /** False while the names are read, and where the registry does not tell all of them. */
  readonly areAllKnown: boolean;
  readonly tags: readonly string[];
  readonly actions: readonly PaletteAction[];
  /** What the index knows, of all registries. */
  readonly known: Suggestions | undefined;
  /** How many repositories have a digest, and images a label, in words. */
  readonly inRepositories: (count: number) => string;
  readonly onImages: (count: number) => string;
  /** The line that searches everything; undefined where nothing can be searched. */
  readonly search: ((typed: string) => Pick<PaletteItem, 'label' | 'run'>) | undefined;
  readonly searchFor: (query: string) => void;
  /** What is offered for a reference on a registry that is not saved. */
  readonly addHost: (host: string) => Pick<PaletteItem, 'label' | 'run'>;
  readonly showConnection: (id: string) => void;
  readonly goTo: (place: Place) => void;
  readonly openTag: (tag: string) => void;
  readonly openLink: (link: string) => void;
};

const hostOf = ({ url }: Connection): string => new URL(url).host;

/** The name of a registry, with its address where another has the same name. */
function nameOf({ connections }: PaletteSources, connection: Connection): string {
  const isShared = connections.some(({ id, name }) => id !== connection.id && name === connection.name);
  return isShared ? `${connection.name} (${hostOf(connection)})` : connection.name;
}

/** The saved registry that a reference names, the shown one before all others. */
function connectionFor(
  { connections, current }: PaletteSources,
  reference: Reference,
): { readonly connection: Connection; readonly repository: string } | undefined {
  const candidates = reference.host === undefined ? [] : connections;
  for (const connection of current ? [current, ...candidates] : candidates) {
    const repository = repositoryAt(connection.url, reference);
    if (repository !== undefined) return { connection, repository };
  }
  return undefined;
}

/** `size:1` has the form of a tag of a repository "size": it is a condition, unless there is such a repository. */
const isCondition = (typed: string): boolean => parseQuery(typed).terms.some(({ kind }) => kind !== 'word');

/**
 * A bare word is a search. It is a reference once it has a host, a tag or a digest, or names a repository of the shown
 * registry. Where not all of them are known, a path is taken for one: it leads there, and a search would find less.
 */
function isReference({ host, repository, tag, digest }: Reference, { repositories, areAllKnown }: PaletteSources, typed: string): boolean {
  if (host !== undefined || repositories.includes(repository)) return true;
  if (isCondition(typed)) return false;
  return tag !== undefined || digest !== undefined || (!areAllKnown && repository.includes('/'));
}

/** What was pasted: a link, a reference, or a reference on a registry that can be added. */
function referenceItem(sources: PaletteSources, typed: string): PaletteItem[] {
  const item = { id: 'reference', group: 'reference' } as const;
  if (typed.startsWith('longshore:')) return [{ ...item, label: typed, detail: '', run: () => sources.openLink(typed) }];
  const reference = parseReference(typed);
  const target = reference && connectionFor(sources, reference);
  if (reference?.host !== undefined && !target) return [{ ...item, detail: '', ...sources.addHost(reference.host) }];
  if (!reference || !target || !isReference(reference, sources, typed)) return [];
  const { tag, digest } = reference;
  const platform = platformOfCommand(typed);
  const opened = {
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...(platform === undefined ? {} : { platform }),
  };
  const isOpened = tag !== undefined || digest !== undefined;
  const place = { connectionId: target.connection.id, repository: target.repository, ...(isOpened ? { reference: opened } : {}) };
  const suffix = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  const label = `${target.repository}${suffix}`;
  return [{ ...item, label, detail: nameOf(sources, target.connection), run: () => sources.goTo(place) }];
}

function repositoryItem(
  sources: PaletteSources,
  group: 'recent' | 'pinned' | 'repositories',
  connection: Connection,
  repository: string,
): PaletteItem {
  return {
    id: `${group} ${connection.id} ${repository}`,
    group,
    label: repository,
    detail: nameOf(sources, connection),
    run: () => sources.goTo({ connectionId: connection.id, repository }),
  };
}

/** Where the person was lately and what is pinned, those of the shown registry first. */
function knownPlaces(sources: PaletteSources): PaletteItem[] {
  const { connections, current, shown } = sources;
  const ordered = current ? [current, ...connections.filter(({ id }) => id !== current.id)] : connections;
  const placesOf = (group: 'recent' | 'pinned'): PaletteItem[] =>
    ordered
      .flatMap((connection) =>
        connection[group]
          .filter((repository) => connection.id !== current?.id || repository !== shown)
          .map((repository) => repositoryItem(sources, group, connection, repository)),
      )
      .slice(0, MOST);
  return [...placesOf('recent'), ...placesOf('pinned')];
}

function registryItems(sources: PaletteSources, typed: string): PaletteItem[] {
  const found = fuzzyFilterBy(sources.connections, (connection) => `${connection.name} ${hostOf(connection)}`, typed);
  return found.slice(0, MOST).map((connection) => ({
    id: `registry ${connection.id}`,
    group: 'registries',
    label: connection.name,
    detail: hostOf(connection),
    run: () => sources.showConnection(connection.id),
  }));
}

/** A repository or a tag that the index knows. */
function knownItem(sources: PaletteSources, result: SearchResult): PaletteItem[] {
  const { connections, current, shown, goTo } = sources;
  const { connectionId, repository } = result;
  const connection = connections.find(({ id }) => id === connectionId);
  if (!connection || result.kind === 'image') return [];
  if (result.kind === 'repository') return [repositoryItem(sources, 'repositories', connection, repository)];
  // Its tags are looked for as they are now.
  if (connectionId === current?.id && repository === shown) return [];
  return [
    {
      id: `tag ${connectionId} ${repository} ${result.tag}`,
      group: 'tags',
      label: result.tag,
      detail: `${repository} · ${nameOf(sources, connection)}`,
      run: () => goTo({ connectionId, repository, reference: { tag: result.tag } }),
    },
  ];
}

/** What the index knows: it comes a moment later than what the page knows, and never before it. */
function knownItems(sources: PaletteSources): PaletteItem[] {
  const { known, inRepositories, onImages, searchFor } = sources;
  if (!known) return [];
  const digests = known.digests.map(({ digest, repositories }): PaletteItem => {
    const run = (): void => searchFor(`digest:${digest} `);
    return { id: `digest ${digest}`, group: 'digests', label: shortDigest(digest), detail: inRepositories(repositories), run };
  });
  const labels = known.labels.map(({ key, value, images }): PaletteItem => {
    const text = printTerm({ kind: 'label', key, not: false, ...(value === undefined ? {} : { value }) });
    return {
      id: text,
      group: 'labels',
      label: value === undefined ? key : `${key}=${value}`,
      detail: images === undefined ? '' : onImages(images),
      run: () => searchFor(`${text} `),
    };
  });
  return [...known.results.flatMap((result) => knownItem(sources, result)), ...digests, ...labels];
}

/** What is offered twice stays where it is offered first. */
const unique = (items: readonly PaletteItem[]): readonly PaletteItem[] =>
  items.filter(({ id }, at) => items.findIndex((other) => other.id === id) === at);

const plain = (name: string): string => name.replace(/…$/, '').trim().replace(/ +/g, ' ').toLowerCase();

/** What the palette offers for what was typed, best first within each group. Pure, except for what choosing an item does. */
export function paletteItems(sources: PaletteSources, typed: string): readonly PaletteItem[] {
  const { current, repositories, tags, actions, openTag } = sources;
  const text = typed.trim();
  if (text === '') return [...knownPlaces(sources), ...actions, ...registryItems(sources, '')];
  const matching = (sought: string): readonly PaletteAction[] => fuzzyFilterBy(actions, ({ label }) => label, sought);
  if (text.startsWith('>')) return matching(text.slice(1));
  const named = actions.filter(({ names }) => names.some((name) => plain(name) === text.toLowerCase()));
  const others = matching(text).filter((action) => !named.includes(action));
  const inRepository = fuzzyFilter(tags, text).slice(0, MOST);
  const inRegistry = current ? fuzzyFilter(repositories, text).slice(0, MOST) : [];
  const search = sources.search?.(text);
  const shown: readonly PaletteItem[] = [
    ...inRepository.map((tag): PaletteItem => ({ id: `tag ${tag}`, group: 'tags', label: tag, detail: '', run: () => openTag(tag) })),
    ...inRegistry.flatMap((name) => (current ? [repositoryItem(sources, 'repositories', current, name)] : [])),
    ...registryItems(sources, text),
  ];
  // What only has the letters comes after what has the words: in another registry, and among the actions.
  const isNear = ({ label, detail }: PaletteItem): boolean => hasWords(`${label} ${detail}`, text);
  return unique([
    ...named,
    ...referenceItem(sources, text),
    ...shown.filter(isNear),
    ...knownItems(sources),
    ...others.filter(isNear),
    ...[...shown, ...others].filter((item) => !isNear(item)),
    ...(search ? [{ id: 'search', group: 'search' as const, detail: '', ...search }] : []),
  ]);
}

/** The lines by their groups, in the order in which each group first appears. */
export function inGroups(items: readonly PaletteItem[]): readonly (readonly [PaletteItem['group'], readonly PaletteItem[]])[] {
  const groups = new Map<PaletteItem['group'], PaletteItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}
