import type { Referrer } from '../../../../shared/contract/history.ts';
import { Failure, isFailure } from '../../../../shared/errors.ts';
import { referrersTag } from '../../../../shared/oci/digest.ts';
import { OCI_INDEX } from '../../../../shared/oci/media-types.ts';
import type { RawManifest, RegistryClient } from '../../../registry/client.ts';
import { digestOf } from '../../../registry/digest.ts';
import { pool } from '../../../registry/pool.ts';
import { type Graph, type GraphSource, readGraph, viewOf } from './graph.ts';
import { readReferrers } from './referrers.ts';

/** A repository of a registry. */
export type Place = { readonly client: RegistryClient; readonly repository: string };

/** What is to be copied: an image, or a part of it, and what refers to it. */
export type Wanted = { readonly reference: string; readonly platforms: readonly string[] | null; readonly referrers: boolean };

/** What refers to one manifest of the image, with its bytes. */
type Companion = Referrer & { readonly subject: string; readonly raw: RawManifest };

/** Everything that travels: manifests in the order in which they may be put, tags beside the one that was asked for, and blobs. */
export type Cargo = Graph & { readonly companions: readonly Companion[] };

const WIDTH = 6;
const MAX_COMPANIONS = 1_000;

function goneIsNone(error: unknown): undefined {
  if (isFailure(error, 'NOT_FOUND')) return undefined;
  throw error;
}

/** A repository as the source of an image. */
export const sourceOf = ({ client, repository }: Place, signal?: AbortSignal): GraphSource => ({
  manifest: (name) => client.manifest(repository, name, signal),
  has: (digest) => client.blobs.has(repository, digest, signal),
});

/** Reads everything that a copy takes along; nothing but manifests is read. @throws Failure NOT_FOUND, UNSUPPORTED. */
export async function readCargo(from: Place, { reference, platforms, referrers }: Wanted, signal: AbortSignal): Promise<Cargo> {
  const { client, repository } = from;
  const source = sourceOf(from, signal);
  const graph = await readGraph(source, reference, platforms, referrers || platforms === null);
  if (!referrers) return { ...graph, companions: [] };
  const manifests = new Map(graph.manifests.map((raw) => [raw.digest, raw]));
  const blobs = new Map(graph.blobs);
  const companions: Companion[] = [];
  const take = async (subject: string): Promise<void> => {
    for (const referrer of await readReferrers(client, repository, subject, signal)) {
      // A list may name what was deleted since: that cannot come along, and keeps nothing else from it.
      const raw = await source.manifest(referrer.digest).catch(goneIsNone);
      const own =
        raw && referrer.reference !== referrersTag(subject) ? await readGraph(source, referrer.digest).catch(goneIsNone) : undefined;
      if (!raw || (referrer.reference !== referrersTag(subject) && !own)) continue;
      if (companions.length >= MAX_COMPANIONS)
        throw new Failure('INVALID_RESPONSE', { where: 'referrers', why: 'too-many-referrers', detail: String(MAX_COMPANIONS) });
      companions.push({ ...referrer, subject, raw });
      for (const manifest of own?.manifests ?? []) manifests.set(manifest.digest, manifest);
      for (const [digest, size] of own?.blobs ?? []) blobs.set(digest, size);
    }
  };
  const waiting = graph.manifests.map(({ digest }) => digest);
  await pool(WIDTH, () => waiting.pop(), take);
  // The root is put last of all, by its tag.
  manifests.delete(graph.root.digest);
  return { ...graph, manifests: [...manifests.values(), graph.root], blobs, companions };
}

/** The descriptor of a companion, as the referrers fallback lists it. */
function describe({ raw, artifactType }: Companion): Record<string, unknown> {
  const view = viewOf(raw);
  const annotations = 'annotations' in view && view.annotations.length > 0 ? { annotations: Object.fromEntries(view.annotations) } : {};
  return { mediaType: raw.mediaType, digest: raw.digest, size: raw.bytes.byteLength, artifactType, ...annotations };
}

/** The index under the fallback tag with these companions among what it has; undefined where they are there already. */
function mergeFallback(existing: RawManifest | undefined, own: readonly Companion[]): RawManifest | undefined {
  // Whatever is not an index is left as it is.
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

/** The tags that make companions findable at the target: cosign's as they are; the fallback's where the target has no referrers API. */
export async function companionTags({ companions }: Cargo, { client, repository }: Place, signal: AbortSignal): Promise<TagPut[]> {
  const tags: TagPut[] = [];
  for (const subject of new Set(companions.map((companion) => companion.subject))) {
    const own = companions.filter((companion) => companion.subject === subject);
    const fallbackTag = referrersTag(subject);
    const listed = own.filter(({ reference, digest }) => reference === digest);
    const hasApi = listed.length > 0 && (await client.referrers(repository, subject, signal)) !== undefined;
    if (listed.length > 0 && !hasApi) {
      const existing = await client.manifest(repository, fallbackTag, signal).catch((error: unknown) => {
        if (isFailure(error, 'NOT_FOUND')) return undefined;
        throw error;
      });
      // The very bytes of the source, where nothing has to be joined.
      const source = existing ? undefined : own.find(({ reference }) => reference === fallbackTag)?.raw;
      const raw = mergeFallback(existing ?? source, listed) ?? source;
      if (raw) tags.push({ tag: fallbackTag, raw });
    }
    for (const { reference, digest, raw } of own) {
      if (reference === digest || reference === fallbackTag) continue;
      // The target's own signature is not written over.
      const there = await client.head(repository, reference, signal);
      if (!there) tags.push({ tag: reference, raw });
    }
  }
  return tags;
}
