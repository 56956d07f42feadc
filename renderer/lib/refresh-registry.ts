import type { QueryClient } from '@tanstack/react-query';

/** Whether a query reads from this registry: the key holds the input, which names its connection as `connectionId`, or among the connections as `id`. */
function isAbout([path, asked]: readonly unknown[], id: string): boolean {
  const input = (asked as { readonly input?: { readonly connectionId?: unknown; readonly id?: unknown } } | undefined)?.input;
  if (input?.connectionId === id) return true;
  return Array.isArray(path) && path[0] === 'connections' && input?.id === id;
}

/** Asks one registry again for all that was read of it. */
export const refreshRegistry = (queries: QueryClient, id: string): Promise<void> =>
  queries.invalidateQueries({ predicate: ({ queryKey }) => isAbout(queryKey, id) });
