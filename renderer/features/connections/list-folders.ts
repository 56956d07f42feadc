import type { Connection } from '../../../shared/contract/connections.ts';

/** A folder of the list of registries, with its registries in their order; the name is empty for those in none. */
export type ListFolder<T> = { readonly folder: string; readonly connections: readonly T[] };

/** The list by its folders: those in none first, then each folder where its first registry stands. Pure. */
export function foldersOf<T extends Pick<Connection, 'folder'>>(connections: readonly T[]): ListFolder<T>[] {
  const groups = new Map<string, T[]>([['', []]]);
  for (const connection of connections) groups.set(connection.folder, [...(groups.get(connection.folder) ?? []), connection]);
  return [...groups].flatMap(([folder, inside]) => (inside.length > 0 ? [{ folder, connections: inside }] : []));
}

/** The folders that are closed, with one of them opened or closed. */
export const withFolder = (closed: readonly string[], folder: string): string[] =>
  closed.includes(folder) ? closed.filter((other) => other !== folder) : [folder, ...closed].slice(0, 500);
