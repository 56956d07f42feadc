import { Failure, isFailure } from '../../../shared/errors.ts';
import { isUnverifiable } from '../../../shared/oci/digest.ts';
import { type Descriptor, isAttestation, type Manifest, readManifest } from '../../../shared/oci/manifest.ts';
import { isLegacyType } from '../../../shared/oci/media-types.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import type { RawManifest } from '../../registry/client.ts';
import { digestOf } from '../../registry/digest.ts';

const MAX_NESTING = 4;
const MAX_MANIFESTS = 1_000;
/** Foreign layers: registries need not have them. Their own addresses are never followed. */
const FOREIGN = /nondistributable|foreign/;

/** Where an image is read from: a registry or a file. */
export type GraphSource = {
  /** @throws Failure NOT_FOUND. */
  readonly manifest: (reference: string) => Promise<RawManifest>;
  /** Whether the source has a blob; asked for foreign layers. */
  readonly has: (digest: string) => Promise<boolean>;
};

/** A platform of an image: its name and the compressed bytes that are its own. */
type PlatformSize = { readonly name: string; readonly size: number };

/** A manifest that an index names and the source does not have; `platform` is empty where the index says none. */
type Missing = { readonly digest: string; readonly platform: string };

/** A whole image: its manifests, children before the index that names them, the root last; and its blobs, each once, with their sizes. */
export type Graph = {
  readonly root: RawManifest;
  /** The image that was asked for. `root` is a part of it where platforms were chosen, or where an index names missing images. */
  readonly whole: RawManifest;
  readonly manifests: readonly RawManifest[];
  readonly blobs: ReadonlyMap<string, number>;
  /** Every platform of the image, chosen or not. */
  readonly platforms: readonly PlatformSize[];
  readonly missing: readonly Missing[];
  /** Foreign layers that the source does not have, with their sizes. They are left out. */
  readonly foreign: ReadonlyMap<string, number>;
};

/** Parses a manifest. */
export const viewOf = (raw: RawManifest): Manifest => readManifest(raw.bytes.toString('utf8'), raw.mediaType);

/** Whether registries need not have this layer. */
export const isForeign = ({ mediaType }: Descriptor): boolean => FOREIGN.test(mediaType);

/** The blobs that a manifest names itself. */
export function ownBlobs(manifest: Manifest): readonly Descriptor[] {
  if (manifest.kind !== 'image' && manifest.kind !== 'artifact') return [];
  return [...(manifest.config ? [manifest.config] : []), ...manifest.layers];
}

const isChosen = (descriptor: Descriptor, platforms: ReadonlySet<string>): boolean =>
  descriptor.platform !== undefined && !isAttestation(descriptor) && platforms.has(platformName(descriptor.platform));

/** The index with each child replaced by what `child` returns, and without those for which it returns nothing. The rest is unchanged. */
function rewritten(raw: RawManifest, child: (digest: string) => Pick<RawManifest, 'digest' | 'bytes'> | undefined): RawManifest {
  const document = JSON.parse(raw.bytes.toString('utf8')) as { manifests: { digest: string }[] };
  const manifests = document.manifests.flatMap((entry) => {
    const found = child(entry.digest);
    if (!found) return [];
    return found.digest === entry.digest ? [entry] : [{ ...entry, digest: found.digest, size: found.bytes.byteLength }];
  });
  const bytes = Buffer.from(JSON.stringify({ ...document, manifests }));
  return { digest: digestOf(bytes), mediaType: raw.mediaType, bytes };
}

/**
 * The root of what was chosen: the index itself, an index of the chosen platforms, or the only chosen image. `attestations`: those of the
 * chosen platforms are kept. @throws Failure NOT_FOUND for platforms that the index does not have.
 */
async function chooseRoot(
  whole: RawManifest,
  platforms: readonly string[] | null,
  attestations: boolean,
  read: GraphSource['manifest'],
): Promise<RawManifest> {
  const manifest = viewOf(whole);
  if (manifest.kind !== 'index' || platforms === null) return whole;
  const wanted = new Set(platforms);
  const chosen = manifest.manifests.filter((child) => isChosen(child, wanted));
  if (chosen.length === 0) throw new Failure('NOT_FOUND', { what: 'platform', subject: platforms.join(', ') });
  const digests = new Set(chosen.map(({ digest }) => digest));
  const about = manifest.manifests.filter(
    (child) => attestations && child.annotations.some(([key, value]) => key === 'vnd.docker.reference.digest' && digests.has(value)),
  );
  if (chosen.length === 1 && chosen[0] && about.length === 0) return read(chosen[0].digest);
  const keep = new Set([...digests, ...about.map(({ digest }) => digest)]);
  if (keep.size === manifest.manifests.length) return whole;
  return rewritten(whole, (digest) => (keep.has(digest) ? { digest, bytes: whole.bytes } : undefined));
}

function missingIsNone(error: unknown): undefined {
  if (isFailure(error, 'NOT_FOUND')) return undefined;
  throw error;
}

const nameOf = ({ platform }: Descriptor): string => (platform ? platformName(platform) : '');

/** Collects everything below a root. */
class Walk {
  readonly manifests = new Map<string, RawManifest>();
  readonly blobs = new Map<string, number>();
  readonly foreign = new Map<string, number>();
  readonly missing = new Map<string, Missing>();
  /** Bytes of a manifest's own blobs, by the digest under which an index names it. */
  readonly sizes = new Map<string, number>();
  /** What the source has of each index, by the digest under which it was read. */
  private readonly visited = new Map<string, RawManifest>();
  private readonly source: GraphSource;

  constructor(source: GraphSource) {
    this.source = source;
  }

  /** What the source has of a manifest: an index without its missing children. @throws Failure NOT_FOUND where all are missing. */
  async visit(raw: RawManifest, nesting: number): Promise<RawManifest> {
    const known = this.visited.get(raw.digest);
    if (known) return known;
    if (isLegacyType(raw.mediaType)) throw new Failure('UNSUPPORTED', { feature: 'media-type', detail: raw.mediaType });
    const manifest = viewOf(raw);
    const children = manifest.kind === 'index' ? manifest.manifests : [];
    // What cannot be held against its digest is never written, nor is an image without it.
    const unverifiable = [...children, ...ownBlobs(manifest)].find(({ digest }) => isUnverifiable(digest));
    if (unverifiable) throw new Failure('UNSUPPORTED', { feature: 'digest', detail: unverifiable.digest });
    if (nesting > MAX_NESTING || this.manifests.size + this.missing.size + children.length > MAX_MANIFESTS)
      throw new Failure('INVALID_RESPONSE', { where: 'manifest', why: 'too-many-manifests', detail: String(MAX_MANIFESTS) });
    const found = await this.visitAll(children, nesting);
    if (children.length > 0 && found.size === 0)
      throw new Failure('NOT_FOUND', { what: 'manifest', subject: children[0]?.digest ?? raw.digest });
    const isAll = children.every(({ digest }) => found.get(digest)?.digest === digest);
    const own = isAll ? raw : rewritten(raw, (digest) => found.get(digest));
    await this.addBlobs(raw.digest, manifest);
    this.manifests.set(own.digest, own);
    this.visited.set(raw.digest, own);
    return own;
  }

  private async visitAll(children: readonly Descriptor[], nesting: number): Promise<ReadonlyMap<string, RawManifest>> {
    const found = new Map<string, RawManifest>();
    for (const child of children) {
      if (found.has(child.digest) || this.missing.has(child.digest)) continue;
      const raw = await this.source.manifest(child.digest).catch(missingIsNone);
      const own = raw && (await this.visit(raw, nesting + 1).catch(missingIsNone));
      if (own) found.set(child.digest, own);
      else this.missing.set(child.digest, { digest: child.digest, platform: nameOf(child) });
    }
    return found;
  }

  private async addBlobs(digest: string, manifest: Manifest): Promise<void> {
    let sum = 0;
    for (const blob of ownBlobs(manifest)) {
      const isHeld = !isForeign(blob) || this.blobs.has(blob.digest) || (await this.source.has(blob.digest));
      (isHeld ? this.blobs : this.foreign).set(blob.digest, blob.size);
      if (isHeld) sum += blob.size;
    }
    this.sizes.set(digest, sum);
  }
}

/**
 * Reads an image from its root down, as far as the source has it. @throws Failure UNSUPPORTED for Docker schema 1, NOT_FOUND where all of it is
 * missing, INVALID_RESPONSE beyond the limits.
 */
export async function readGraph(
  source: GraphSource,
  reference: string,
  platforms: readonly string[] | null = null,
  attestations = true,
): Promise<Graph> {
  const whole = await source.manifest(reference);
  const walk = new Walk(source);
  const root = await walk.visit(await chooseRoot(whole, platforms, attestations, source.manifest), 0);
  const { manifests, blobs, foreign, missing } = walk;
  const sizes = await platformsOf(viewOf(whole), walk, source.manifest);
  return { root, whole, manifests: [...manifests.values()], blobs, platforms: sizes, missing: [...missing.values()], foreign };
}

/** The platforms of an index, with sizes. Those that were not chosen are read for their sizes, too; one that is not found is missing. */
async function platformsOf(manifest: Manifest, { sizes, missing }: Walk, read: GraphSource['manifest']): Promise<PlatformSize[]> {
  if (manifest.kind !== 'index') return [];
  const shown = manifest.manifests.filter((child) => child.platform && !isAttestation(child) && !missing.has(child.digest));
  const found = await Promise.all(
    shown.map(async (child) => {
      const raw = sizes.has(child.digest) ? undefined : await read(child.digest).catch(missingIsNone);
      const size = sizes.get(child.digest) ?? (raw && ownBlobs(viewOf(raw)).reduce((sum, blob) => sum + blob.size, 0));
      if (size !== undefined) return { name: nameOf(child), size };
      missing.set(child.digest, { digest: child.digest, platform: nameOf(child) });
      return undefined;
    }),
  );
  return found.filter((platform) => platform !== undefined);
}
