import type { Connection } from '../../shared/contract/connections.ts';
import { parseReference, type Reference, repositoryAt } from '../../shared/oci/reference.ts';
import { fuzzyFilter } from '../lib/fuzzy.ts';

/** One line of the palette: what it is, and what choosing it does. */
export type PaletteItem = {
  readonly id: string;
  readonly group: 'reference' | 'tags' | 'repositories' | 'registries' | 'actions';
  readonly label: string;
  readonly detail: string;
  readonly run: () => void;
};

const MOST = 8;

/** The saved registry that a reference names, the one on screen before all others. */
function connectionFor(
  connections: readonly Connection[],
  reference: Reference,
  current: Connection | undefined,
): { connection: Connection; repository: string } | undefined {
  const candidates = reference.host === undefined ? [] : connections;
  for (const connection of current ? [current, ...candidates] : candidates) {
    const repository = repositoryAt(connection.url, reference);
    if (repository !== undefined) return { connection, repository };
  }
  return undefined;
}

export type PaletteSources = {
  readonly connections: readonly Connection[];
  readonly current: Connection | undefined;
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  readonly actions: readonly PaletteItem[];
  readonly showConnection: (id: string) => void;
  readonly showRepository: (connectionId: string, repository: string, tag: string | null) => void;
  readonly openTag: (tag: string) => void;
};

function referenceItem({ connections, current, repositories, showRepository }: PaletteSources, typed: string): PaletteItem[] {
  const reference = parseReference(typed);
  const target = reference && connectionFor(connections, reference, current);
  if (!reference || !target) return [];
  // A bare word is a search; it is a reference once it has a host, a path or a tag, or names a repository that is there.
  const isPlain =
    reference.host === undefined &&
    reference.tag === undefined &&
    reference.digest === undefined &&
    !repositories.includes(reference.repository);
  if (isPlain) return [];
  const tag = reference.tag ?? null;
  return [
    {
      id: 'reference',
      group: 'reference',
      label: `${target.repository}${tag === null ? '' : `:${tag}`}`,
      detail: target.connection.name,
      run: () => showRepository(target.connection.id, target.repository, tag),
    },
  ];
}

/** What the palette offers for what was typed, best first within each group. Pure but for the deeds it carries. */
export function paletteItems(sources: PaletteSources, typed: string): PaletteItem[] {
  const { connections, current, repositories, tags, actions, showConnection, showRepository, openTag } = sources;
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
            run: () => showRepository(current.id, name, null),
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
