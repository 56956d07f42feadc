import type { Referrer } from '../../../shared/contract/history.ts';
import { Failure, isFailure } from '../../../shared/errors.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { OCI_INDEX } from '../../../shared/oci/media-types.ts';
import type { RawManifest, RegistryClient } from '../../registry/client.ts';
import { digestOf } from '../../registry/digest.ts';
import { pool } from '../../registry/pool.ts';
import { readReferrers } from '../core/referrers.ts';
import { type Graph, type GraphSource, readGraph, viewOf } from './graph.ts';

/** A repository of a registry. */
export type Place = { readonly client: RegistryClient; readonly repository: string };

/** What is to be copied: an image or some of its platforms, with or without its referrers. */
export type Wanted = { readonly reference: string; readonly platforms: readonly string[] | null; readonly referrers: boolean };

/** A referrer of one manifest of the image, with its bytes. */
type OwnReferrer = Referrer & { readonly subject: string; readonly raw: RawManifest };

/** Everything to transfer: manifests in the order in which they are put, blobs, and referrers. */
export type Payload = Graph & { readonly referrers: readonly OwnReferrer[] };

const WIDTH = 6;
const MAX_REFERRERS = 1_000;

function notFoundIsNone(error: unknown): undefined {
  if (isFailure(error, 'NOT_FOUND')) return undefined;
  throw error;
}

/** A repository as the source of an image. */
export const sourceOf = ({ client, repository }: Place, signal?: AbortSignal): GraphSource => ({
  manifest: (name) => client.manifest(repository, name, signal),
  has: (digest) => client.blobs.has(repository, digest, signal),
});

/** Reads everything that a copy transfers; only manifests are read. @throws Failure NOT_FOUND, UNSUPPORTED. */
export async function readPayload(from: Place, wanted: Wanted, signal: AbortSignal): Promise<Payload> {
  const { client, repository } = from;
  const source = sourceOf(from, signal);
  const graph = await readGraph(source, wanted.reference, wanted.platforms, wanted.referrers || wanted.platforms === null);
  if (!wanted.referrers) return { ...graph, referrers: [] };
  const manifests = new Map(graph.manifests.map((raw) => [raw.digest, raw]));
  const blobs = new Map(graph.blobs);
  const referrers: OwnReferrer[] = [];
  const add = async (subject: string): Promise<void> => {
    for (const found of await readReferrers(client, repository, subject, signal)) {
      const isList = found.reference === referrersTag(subject);
      // A list may name what has been deleted since: it is left out, and the rest is copied.
      const raw = await source.manifest(found.digest).catch(notFoundIsNone);
      const own = raw && !isList ? await readGraph(source, found.digest).catch(notFoundIsNone) : undefined;
      if (!raw || (!isList && !own)) continue;
      if (referrers.length >= MAX_REFERRERS)
        throw new Failure('INVALID_RESPONSE', { where: 'referrers', why: 'too-many-referrers', detail: String(MAX_REFERRERS) });
      referrers.push({ ...found, subject, raw });
      for (const manifest of own?.manifests ?? []) manifests.set(manifest.digest, manifest);
      for (const [digest, size] of own?.blobs ?? []) blobs.set(digest, size);
    }
  };
  const waiting = graph.manifests.map(({ digest }) => digest);
  await pool(WIDTH, () => waiting.pop(), add);
  // The root is put last, by its tag.
  manifests.delete(graph.root.digest);
  return { ...graph, manifests: [...manifests.values(), graph.root], blobs, referrers };
}

/** The descriptor of a referrer, as the list under the fallback tag names it. */
function describe({ raw, artifactType }: OwnReferrer): Record<string, unknown> {
  const view = viewOf(raw);
  const annotations = 'annotations' in view && view.annotations.length > 0 ? { annotations: Object.fromEntries(view.annotations) } : {};
  return { mediaType: raw.mediaType, digest: raw.digest, size: raw.bytes.byteLength, artifactType, ...annotations };
}

/** How many signatures and the like these are to a person: a list of them is none, and one that has a tag and is listed too counts once. */
export const countReferrers = (referrers: readonly OwnReferrer[]): number =>
  new Set(referrers.flatMap(({ reference, subject, digest }) => (reference === referrersTag(subject) ? [] : [digest]))).size;

/** The index under the fallback tag with these referrers added; undefined where it has them already. */
function mergeFallback(existing: RawManifest | undefined, own: readonly OwnReferrer[]): RawManifest | undefined {
  // Anything but an index is left unchanged.
  if (existing && viewOf(existing).kind !== 'index') return undefined;
  const old = existing ? (JSON.parse(existing.bytes.toString('utf8')) as { manifests?: { digest: string }[] }) : {};
  const known = new Set((old.manifests ?? []).map(({ digest }) => digest));
  const missing = own.filter(({ digest }) => !known.has(digest));
  if (missing.length === 0) return undefined;
  const document = { schemaVersion: 2, mediaType: OCI_INDEX, ...old, manifests: [...(old.manifests ?? []), ...missing.map(describe)] };
  const bytes = Buffer.from(JSON.stringify(document));
  return { digest: digestOf(bytes), mediaType: OCI_INDEX, bytes };
}

/** A tag that is to point at these bytes. */
export type TagPut = { readonly tag: string; readonly raw: RawManifest };

/** The tags by which the target finds referrers: cosign's unchanged, the fallback's where the target has no referrers API. */
export async function referrerTags({ referrers }: Payload, { client, repository }: Place, signal: AbortSignal): Promise<TagPut[]> {
  const tags: TagPut[] = [];
  for (const subject of new Set(referrers.map((referrer) => referrer.subject))) {
    const own = referrers.filter((referrer) => referrer.subject === subject);
    const fallbackTag = referrersTag(subject);
    const listed = own.filter(({ reference, digest }) => reference === digest);
    const hasApi = listed.length > 0 && (await client.referrers(repository, subject, signal)) !== undefined;
    if (listed.length > 0 && !hasApi) {
      const existing = await client.manifest(repository, fallbackTag, signal).catch(notFoundIsNone);
      // The same bytes as at the source, where nothing has to be merged.
      const source = existing ? undefined : own.find(({ reference }) => reference === fallbackTag)?.raw;
      const raw = mergeFallback(existing ?? source, listed) ?? source;
      if (raw) tags.push({ tag: fallbackTag, raw });
    }
    for (const { reference, digest, raw } of own) {
      if (reference === digest || reference === fallbackTag) continue;
      // The target's own signature is kept.
      const present = await client.head(repository, reference, signal);
      if (!present) tags.push({ tag: reference, raw });
    }
  }
  return tags;
}
