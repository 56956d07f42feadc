import { blames } from '../../../shared/errors.ts';
import type { ManifestHead, RegistryClient } from '../../registry/client.ts';
import { pool } from '../../registry/pool.ts';

/** Every tag of a repository as the registry has it now. `unread` are tags whose digest could not be read. */
export type Scan = { readonly heads: ReadonlyMap<string, ManifestHead>; readonly unread: readonly string[]; readonly capped: boolean };

export type Progress = (read: number, total: number) => void;

/** All tag names of a repository, asked now, and how many pages they took. */
export async function listTags(
  client: RegistryClient,
  repository: string,
  signal: AbortSignal | undefined,
): Promise<{ names: string[]; capped: boolean; pages: number }> {
  const names: string[] = [];
  let capped = false;
  let pages = 0;
  for await (const page of client.tags(repository, signal)) {
    for (const name of page.names) names.push(name);
    capped ||= page.cut !== undefined;
    pages++;
  }
  return { names, capped, pages };
}

/** Reads the digest of each of these tags, without a cache. A tag that is not found is left out. @throws Failure of the connection. */
export async function headTags(
  client: RegistryClient,
  repository: string,
  tags: readonly string[],
  signal: AbortSignal | undefined,
  onProgress: Progress,
): Promise<Scan> {
  const heads = new Map<string, ManifestHead>();
  const unread: string[] = [];
  const waiting = [...tags].reverse();
  let read = 0;
  await pool(
    () => client.width,
    () => waiting.pop(),
    async (tag) => {
      try {
        const head = await client.head(repository, tag, signal);
        if (head) heads.set(tag, head);
      } catch (error) {
        if (blames(error) === 'connection') throw error;
        unread.push(tag);
      }
      onProgress(++read, tags.length);
    },
  );
  // In the order of the names, not of the answers, so that the result is always the same.
  const ordered = tags.flatMap((tag) => {
    const head = heads.get(tag);
    return head ? [[tag, head] as const] : [];
  });
  return { heads: new Map(ordered), unread, capped: false };
}

/** Every tag of the whole repository and what it points to, not only what is on the screen. */
export async function scanRepository(
  client: RegistryClient,
  repository: string,
  signal: AbortSignal | undefined,
  onProgress: Progress,
): Promise<Scan> {
  const { names, capped } = await listTags(client, repository, signal);
  return { ...(await headTags(client, repository, names, signal, onProgress)), capped };
}

/** The tags of a scan that point to `digest`, in the order of the scan. */
export function tagsOn(scan: Scan, digest: string): string[] {
  return [...scan.heads].filter(([, head]) => head.digest === digest).map(([tag]) => tag);
}
