import { Failure } from '../../../shared/errors.ts';
import { type Descriptor, isAttestation, type Manifest, platformName, readManifest } from '../../../shared/manifest.ts';
import { isLegacyType } from '../../../shared/media-types.ts';
import type { RawManifest } from '../../registry/client.ts';
import { digestOf } from '../../registry/verify.ts';

const MAX_NESTING = 4;
const MAX_MANIFESTS = 1_000;
/** Layers that registries do not hold: they come from the address that they name, which is nobody's to follow. */
const FOREIGN = /nondistributable|foreign/;

/** Where manifests are read: a registry, or a file. @throws Failure NOT_FOUND. */
export type ManifestReader = (reference: string) => Promise<RawManifest>;

/** A platform of an image: its name and the compressed bytes that are its own. */
type PlatformSize = { readonly name: string; readonly size: number };

/** An image whole: its manifests, children before the index that names them, the root last; and its blobs, each once, with their sizes. */
export type Graph = {
  readonly root: RawManifest;
  /** What was asked for, of which `root` is a part where platforms were chosen. */
  readonly whole: RawManifest;
  readonly manifests: readonly RawManifest[];
  readonly blobs: ReadonlyMap<string, number>;
  /** Every platform that there is, chosen or not. */
  readonly platforms: readonly PlatformSize[];
};

/** A manifest's view of its bytes. */
export const viewOf = (raw: RawManifest): Manifest => readManifest(raw.bytes.toString('utf8'), raw.mediaType);

/** The blobs that a manifest itself names, and that a registry holds. */
function ownBlobs(manifest: Manifest): Descriptor[] {
  if (manifest.kind !== 'image' && manifest.kind !== 'artifact') return [];
  return [...(manifest.config ? [manifest.config] : []), ...manifest.layers].filter(({ mediaType }) => !FOREIGN.test(mediaType));
}

const isChosen = (descriptor: Descriptor, platforms: ReadonlySet<string>): boolean =>
  descriptor.platform !== undefined && !isAttestation(descriptor) && platforms.has(platformName(descriptor.platform));

/** The same index with fewer manifests: everything else of the document stays as it is. */
function narrowed(raw: RawManifest, keep: ReadonlySet<string>): RawManifest {
  const document = JSON.parse(raw.bytes.toString('utf8')) as { manifests: { digest: string }[] };
  const bytes = Buffer.from(JSON.stringify({ ...document, manifests: document.manifests.filter(({ digest }) => keep.has(digest)) }));
  return { digest: digestOf(bytes), mediaType: raw.mediaType, bytes };
}

/**
 * The root of what is wanted: the index itself, one with the chosen platforms alone, or the one image where only one was chosen. Attestations
 * of what was chosen stay where `attestations` says so. @throws Failure NOT_FOUND for platforms that are not there.
 */
async function chooseRoot(
  whole: RawManifest,
  platforms: readonly string[] | null,
  attestations: boolean,
  read: ManifestReader,
): Promise<RawManifest> {
  const manifest = viewOf(whole);
  if (manifest.kind !== 'index' || platforms === null) return whole;
  const wanted = new Set(platforms);
  const chosen = manifest.manifests.filter((child) => isChosen(child, wanted));
  if (chosen.length === 0) throw new Failure('NOT_FOUND', { what: platforms.join(', ') });
  const digests = new Set(chosen.map(({ digest }) => digest));
  const about = manifest.manifests.filter(
    (child) => attestations && child.annotations.some(([key, value]) => key === 'vnd.docker.reference.digest' && digests.has(value)),
  );
  if (chosen.length === 1 && chosen[0] && about.length === 0) return read(chosen[0].digest);
  const keep = new Set([...digests, ...about.map(({ digest }) => digest)]);
  return keep.size === manifest.manifests.length ? whole : narrowed(whole, keep);
}

/** Reads an image whole, from its root down. @throws Failure UNSUPPORTED for Docker schema 1, INVALID_RESPONSE beyond the limits. */
export async function readGraph(
  read: ManifestReader,
  reference: string,
  platforms: readonly string[] | null = null,
  attestations = true,
): Promise<Graph> {
  const whole = await read(reference);
  const root = await chooseRoot(whole, platforms, attestations, read);
  const manifests = new Map<string, RawManifest>();
  const blobs = new Map<string, number>();
  const sizes = new Map<string, number>();
  const visit = async (raw: RawManifest, nesting: number): Promise<void> => {
    if (manifests.has(raw.digest)) return;
    if (isLegacyType(raw.mediaType)) throw new Failure('UNSUPPORTED', { feature: 'media-type', why: raw.mediaType });
    if (nesting > MAX_NESTING || manifests.size >= MAX_MANIFESTS)
      throw new Failure('INVALID_RESPONSE', { where: 'manifest', why: `more than ${MAX_MANIFESTS} manifests, or too deep` });
    const manifest = viewOf(raw);
    if (manifest.kind === 'index') for (const child of manifest.manifests) await visit(await read(child.digest), nesting + 1);
    const own = ownBlobs(manifest);
    for (const { digest, size } of own) blobs.set(digest, size);
    sizes.set(
      raw.digest,
      own.reduce((sum, { size }) => sum + size, 0),
    );
    manifests.set(raw.digest, raw);
  };
  await visit(root, 0);
  return { root, whole, manifests: [...manifests.values()], blobs, platforms: await platformsOf(viewOf(whole), sizes, read) };
}

/** What can be chosen of an index, with sizes; those that were left out are asked for theirs. */
async function platformsOf(manifest: Manifest, sizes: ReadonlyMap<string, number>, read: ManifestReader): Promise<PlatformSize[]> {
  if (manifest.kind !== 'index') return [];
  const shown = manifest.manifests.filter((child) => child.platform && !isAttestation(child));
  return Promise.all(
    shown.map(async ({ digest, platform }) => {
      const size = sizes.get(digest) ?? ownBlobs(viewOf(await read(digest))).reduce((sum, blob) => sum + blob.size, 0);
      return { name: platform ? platformName(platform) : '', size };
    }),
  );
}
