import type { UntaggedEvent, UntaggedImage } from '../../shared/contract/untagged.ts';
import { isFailure } from '../../shared/errors.ts';
import { AsyncQueue } from '../registry/async-queue.ts';
import type { RegistryClient } from '../registry/client.ts';
import { pool } from '../registry/pool.ts';

/** Requests at once, and ms that the first row of a message waits. */
const WIDTH = 8;
const BATCH_MS = 100;

type Place = { readonly client: RegistryClient; readonly repository: string; readonly signal: AbortSignal | undefined };

type Question = Place & {
  /** What was seen of the repository, when all its tags were read (ms since 1970); undefined where they never were. */
  readonly seen: { readonly asOf: number; readonly images: readonly UntaggedImage[]; readonly isCut: boolean } | undefined;
  /** Told of what the registry does not find any more. */
  readonly onNotFound: (digests: readonly string[]) => void;
};

/** What the product lists of manifests without a tag; undefined where it lists none. @throws Failure of the connection. */
async function toldOf({ client, repository, signal }: Place): Promise<UntaggedImage[] | undefined> {
  const { untagged } = client.productApi;
  if (!untagged) return undefined;
  try {
    const told: UntaggedImage[] = [];
    for await (const images of untagged(repository, signal)) told.push(...images);
    return told;
  } catch (error) {
    // An account that may not ask the product gets what was seen.
    if (isFailure(error, 'FORBIDDEN') || isFailure(error, 'NOT_FOUND') || isFailure(error, 'UNAUTHORIZED')) return undefined;
    throw error;
  }
}

/** What may contain other manifests of a repository: `parents`, and the untagged indexes that the product lists. @throws Failure of the connection. */
export async function mayContain({ parents, ...place }: Place & { readonly parents: readonly string[] }): Promise<string[]> {
  const told = (await toldOf(place)) ?? [];
  return [...new Set([...parents, ...told.flatMap(({ digest, kind }) => (kind === 'index' || kind === 'unknown' ? [digest] : []))])];
}

/** Manifests without a tag: those that the product lists, and those that were seen before and are still found. @throws Failure of the connection. */
export async function* listUntagged(question: Question): AsyncGenerator<UntaggedEvent> {
  const { client, repository, seen, onNotFound, signal } = question;
  const told = await toldOf(question);
  const isCut = seen?.isCut === true;
  yield { kind: 'start', isTold: told !== undefined, isCut, ...(seen ? { asOf: new Date(seen.asOf).toISOString() } : {}) };
  if (told && told.length > 0) yield { kind: 'images', images: told };
  const known = new Set(told?.map(({ digest }) => digest));
  const waiting = (seen?.images ?? []).filter(({ digest }) => !known.has(digest)).reverse();
  const missing: string[] = [];
  const queue = new AsyncQueue<UntaggedImage>({ wait: BATCH_MS });
  pool(
    WIDTH,
    () => waiting.pop(),
    async (image) => {
      const head = await client.head(repository, image.digest, signal);
      if (head) queue.push({ ...image, mediaType: head.mediaType });
      else missing.push(image.digest);
    },
  ).then(
    () => queue.close(),
    (error: unknown) => queue.close(error),
  );
  for await (const images of queue) yield { kind: 'images', images };
  if (missing.length > 0) onNotFound(missing);
}
