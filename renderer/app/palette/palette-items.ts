import type { Connection } from '../../../shared/contract/connections.ts';
import { parseReference, type Reference, repositoryAt } from '../../../shared/oci/reference.ts';
import type { Place } from '../../../shared/place.ts';
import { fuzzyFilter } from '../../lib/text/fuzzy.ts';

/** One line of the palette, and what choosing it does. */
export type PaletteItem = {
  readonly id: string;
  readonly group: 'reference' | 'tags' | 'repositories' | 'registries' | 'actions';
  readonly label: string;
  readonly detail: string;
  readonly run: () => void;
};

const MOST = 8;

export type PaletteSources = {
  readonly connections: readonly Connection[];
  readonly current: Connection | undefined;
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  readonly actions: readonly PaletteItem[];
  readonly showConnection: (id: string) => void;
  readonly goTo: (place: Place) => void;
  readonly openTag: (tag: string) => void;
  readonly openLink: (link: string) => void;
};

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

/** A bare word is a search. It is a reference once it has a host, a tag or a digest, or names a repository of the shown registry. */
const isReference = ({ host, repository, tag, digest }: Reference, repositories: readonly string[]): boolean =>
  host !== undefined || tag !== undefined || digest !== undefined || repositories.includes(repository);

/** What was pasted: a link or a reference. */
function referenceItem(sources: PaletteSources, typed: string): PaletteItem[] {
  const item = { id: 'reference', group: 'reference' } as const;
  if (typed.trim().startsWith('longshore:')) return [{ ...item, label: typed.trim(), detail: '', run: () => sources.openLink(typed) }];
  const reference = parseReference(typed);
  const target = reference && connectionFor(sources, reference);
  if (!reference || !target || !isReference(reference, sources.repositories)) return [];
  const { tag, digest } = reference;
  const opened = { ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
  const isOpened = tag !== undefined || digest !== undefined;
  const place = { connectionId: target.connection.id, repository: target.repository, ...(isOpened ? { reference: opened } : {}) };
  const suffix = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  return [{ ...item, label: `${target.repository}${suffix}`, detail: target.connection.name, run: () => sources.goTo(place) }];
}

/** What the palette offers for what was typed, best first within each group. Pure, except for what choosing an item does. */
export function paletteItems(sources: PaletteSources, typed: string): PaletteItem[] {
  const { connections, current, repositories, tags, actions, showConnection, goTo, openTag } = sources;
  const names = fuzzyFilter(
    connections.map((connection) => connection.name),
    typed,
  ).slice(0, MOST);
  const registries = names.flatMap((name): PaletteItem[] => {
    const connection = connections.find((entry) => entry.name === name);
    return connection
      ? [
          {
            id: `registry ${connection.id}`,
            group: 'registries',
            label: name,
            detail: new URL(connection.url).host,
            run: () => showConnection(connection.id),
          },
        ]
      : [];
  });
  const found = typed.trim() === '' ? repositories.slice(0, MOST) : fuzzyFilter([...repositories], typed).slice(0, MOST);
  const inRegistry = found.flatMap((name): PaletteItem[] =>
    current
      ? [
          {
            id: `repository ${name}`,
            group: 'repositories',
            label: name,
            detail: current.name,
            run: () => goTo({ connectionId: current.id, repository: name }),
          },
        ]
      : [],
  );
  const matching = typed.trim() === '' ? [] : fuzzyFilter([...tags], typed).slice(0, MOST);
  const inRepository = matching.map(
    (tag): PaletteItem => ({ id: `tag ${tag}`, group: 'tags', label: tag, detail: '', run: () => openTag(tag) }),
  );
  const labels = new Set(
    fuzzyFilter(
      actions.map((action) => action.label),
      typed,
    ),
  );
  return [
    ...referenceItem(sources, typed),
    ...inRepository,
    ...inRegistry,
    ...registries,
    ...actions.filter((action) => labels.has(action.label)),
  ];
}
