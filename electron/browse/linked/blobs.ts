import type { MissingBlob } from '../../../shared/contract/linked.ts';
import type { Descriptor, Manifest } from '../../../shared/oci/manifest.ts';
import { MAX_BLOBS_ASKED, MAX_LINKED_READ } from '../../registry/http/limits.ts';
import { pool } from '../../registry/pool.ts';
import { type RepositorySource, readPresent } from './gather.ts';
import { contentOnly } from './referrers-of.ts';

type Named = { readonly manifest: string; readonly descriptor: Descriptor; readonly number?: number };

const MOST_NESTING = 3;

/** Layers that a registry need not have: they are fetched from elsewhere, by their `urls`. */
const isForeign = ({ mediaType }: Descriptor): boolean => /foreign|nondistributable/.test(mediaType);

/** The blobs that a manifest names, without those that a registry need not have. */
export function blobsOf(manifest: Manifest): { readonly descriptor: Descriptor; readonly number?: number }[] {
  if (manifest.kind !== 'image' && manifest.kind !== 'artifact') return [];
  const layers = manifest.layers.map((descriptor, number) => ({ descriptor, number }));
  return [...(manifest.config ? [{ descriptor: manifest.config }] : []), ...layers].filter(({ descriptor }) => !isForeign(descriptor));
}

export type BlobsAnswer = {
  readonly missing: MissingBlob[];
  readonly checked: number;
  readonly all: number;
  /** Blobs that the registry gave no answer about. */
  readonly unread: number;
};

/** Every manifest at and below a digest, each once. */
async function manifestsBelow(source: RepositorySource, digest: string): Promise<Map<string, Manifest>> {
  const read = new Map<string, Manifest>();
  let level = [digest];
  for (let nesting = 0; nesting <= MOST_NESTING && level.length > 0; nesting++) {
    const waiting = level.filter((one) => !read.has(one)).slice(0, MAX_LINKED_READ - read.size);
    const found: string[] = [];
    const work = async (one: string): Promise<void> => {
      const answer = await readPresent(source, one);
      if (answer.state !== 'read') return;
      read.set(one, answer.manifest);
      if (answer.manifest.kind === 'index') found.push(...answer.manifest.manifests.map((child) => child.digest));
    };
    await pool(
      () => source.client.width,
      () => waiting.pop(),
      work,
    );
    level = found;
  }
  return read;
}

/** Asks for every blob of an image, and of the images and statements of an index. @throws Failure of the connection. */
export async function missingBlobs(source: RepositorySource, digest: string): Promise<BlobsAnswer> {
  const { client, repository, signal } = source;
  const named = new Map<string, Named[]>();
  for (const [manifest, content] of await manifestsBelow(source, digest))
    for (const blob of blobsOf(content)) {
      const users = named.get(blob.descriptor.digest) ?? [];
      named.set(blob.descriptor.digest, users);
      users.push({ manifest, ...blob });
    }
  const asked = [...named].slice(0, MAX_BLOBS_ASKED);
  const waiting = asked.toReversed();
  const absent = new Set<string>();
  let unread = 0;
  const work = async ([blob]: (typeof asked)[number]): Promise<void> => {
    const has = await client.blobs.has(repository, blob, signal).catch((error: unknown) => {
      // Some registries answer 403 for a blob that they do not have: that says nothing.
      contentOnly(error);
      unread++;
      return true;
    });
    if (!has) absent.add(blob);
  };
  await pool(
    () => client.width,
    () => waiting.pop(),
    work,
  );
  const missing = asked.flatMap(([blob, users]) =>
    absent.has(blob)
      ? users.map(({ manifest, descriptor, number }) => ({
          manifest,
          digest: blob,
          size: descriptor.size,
          ...(number === undefined ? {} : { number }),
        }))
      : [],
  );
  return { missing, checked: asked.length - unread, all: named.size, unread };
}
