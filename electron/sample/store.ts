import { createHash } from 'node:crypto';
import { type Manifest, readManifest } from '../../shared/oci/manifest.ts';
import { isIndexType, OCI_INDEX, OCI_MANIFEST } from '../../shared/oci/media-types.ts';
import type { LayerBlob } from './tar.ts';

export type StoredManifest = { readonly bytes: Buffer; readonly mediaType: string };

/** A manifest with its digest. */
export type Found = { readonly digest: string; readonly manifest: StoredManifest };

/** A descriptor in the answer of the referrers API. */
export type Referrer = {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
};

type Content = {
  readonly tags: Map<string, string>;
  readonly manifests: Map<string, StoredManifest>;
  readonly blobs: Map<string, Buffer>;
  readonly described: Map<string, number>;
};

/** One repository in memory. Where `fill` is given, it makes the content when somebody first asks for it. */
export class SampleRepository {
  private readonly content: Content = { tags: new Map(), manifests: new Map(), blobs: new Map(), described: new Map() };
  private fill: ((repository: SampleRepository) => void) | undefined;

  constructor(fill?: (repository: SampleRepository) => void) {
    this.fill = fill;
  }

  get tags(): Map<string, string> {
    return this.filled.tags;
  }

  get manifests(): Map<string, StoredManifest> {
    return this.filled.manifests;
  }

  get blobs(): Map<string, Buffer> {
    return this.filled.blobs;
  }

  /** Layers that are only described: their digests with their sizes. They count as there, as after a deletion before garbage is collected. */
  get described(): Map<string, number> {
    return this.filled.described;
  }

  private get filled(): Content {
    const { fill } = this;
    // What fills it asks for what there is, too.
    this.fill = undefined;
    fill?.(this);
    return this.content;
  }

  /** Stores bytes as a blob; its digest. */
  putBlob(bytes: Buffer, digest: string = sha256(bytes)): string {
    this.blobs.set(digest, bytes);
    return digest;
  }

  /** Stores a manifest, under a tag if one is given; its digest. */
  putManifest(manifest: StoredManifest, tag?: string, digest: string = sha256(manifest.bytes)): string {
    this.manifests.set(digest, manifest);
    if (tag !== undefined) this.tags.set(tag, digest);
    return digest;
  }

  /** A manifest written as JSON. */
  putDocument(document: { readonly mediaType: string }, tags: readonly string[] = []): string {
    const digest = this.putManifest({ bytes: Buffer.from(JSON.stringify(document, null, 2)), mediaType: document.mediaType });
    for (const tag of tags) this.tags.set(tag, digest);
    return digest;
  }

  /** Deletes a blob. False where there is none. */
  deleteBlob(digest: string): boolean {
    const described = this.described.delete(digest);
    return this.blobs.delete(digest) || described;
  }

  /** Deletes a manifest and every tag on it, as a digest delete does. False where there is none. */
  deleteDigest(digest: string): boolean {
    if (!this.manifests.delete(digest)) return false;
    for (const [tag, target] of this.tags) if (target === digest) this.tags.delete(tag);
    return true;
  }

  /** What a tag or a digest points to. */
  find(reference: string): Found | undefined {
    const digest = this.tags.get(reference) ?? reference;
    const manifest = this.manifests.get(digest);
    return manifest && { digest, manifest };
  }

  /** Manifests whose subject is this digest. */
  referrers(digest: string): Referrer[] {
    return [...this.manifests].flatMap(([own, stored]) => {
      const manifest = manifestOf(stored);
      return manifest && 'subject' in manifest && manifest.subject === digest ? [referrerOf(own, stored, manifest)] : [];
    });
  }
}

/** A stored manifest as it reads; undefined where it is broken, as some that the tests store are. */
function manifestOf({ bytes, mediaType }: StoredManifest): Manifest | undefined {
  try {
    return readManifest(bytes.toString('utf8'), mediaType);
  } catch {
    return undefined;
  }
}

/** The artifact type is the document's own, and only an image's is that of its config otherwise. */
function referrerOf(digest: string, { bytes, mediaType }: StoredManifest, manifest: Manifest): Referrer {
  const own = JSON.parse(bytes.toString('utf8')) as { artifactType?: string };
  const config = 'config' in manifest ? manifest.config?.mediaType : undefined;
  const artifactType = own.artifactType || (isIndexType(mediaType) ? undefined : config);
  const annotations = 'annotations' in manifest ? Object.fromEntries(manifest.annotations) : {};
  return {
    mediaType,
    digest,
    size: bytes.byteLength,
    ...(artifactType ? { artifactType } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

/** All repositories of a sample registry. */
export class SampleStore {
  readonly repositories = new Map<string, SampleRepository>();

  /** The repository of this name, made where there is none; `fill` then makes its content when that is first asked for. */
  repository(name: string, fill?: (repository: SampleRepository) => void): SampleRepository {
    let repository = this.repositories.get(name);
    if (!repository) {
      repository = new SampleRepository(fill);
      this.repositories.set(name, repository);
    }
    return repository;
  }
}

/** The digest of bytes by the algorithm of `digest`, which is checked. */
export function digestLike(bytes: Buffer, digest: string): string {
  const algorithm = digest.slice(0, digest.indexOf(':'));
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

export function sha256(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A layer that is only described, by its size and by what its digest is made of, or one with its bytes. */
export type LayerPlan = { readonly instruction: string } & (
  | { readonly size: number; readonly seed: string }
  | { readonly blob: LayerBlob }
);

/** Puts a layer into a repository; its descriptor and the digest of its tar. Where it is only described, there are no bytes to be asked for. */
function putLayer(repository: SampleRepository, layer: LayerPlan) {
  if ('blob' in layer) {
    const { bytes, mediaType, diffId } = layer.blob;
    return { descriptor: { mediaType, digest: repository.putBlob(bytes), size: bytes.byteLength }, diffId };
  }
  const digest = sha256(`${layer.seed}:${layer.size}`);
  repository.described.set(digest, layer.size);
  const descriptor = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: layer.size };
  return { descriptor, diffId: sha256(`diff:${layer.seed}`) };
}

export type ImagePlan = {
  readonly layers: readonly LayerPlan[];
  readonly emptySteps?: readonly string[];
  readonly created: string;
  readonly platform: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly config?: Record<string, unknown>;
  readonly annotations?: Readonly<Record<string, string>>;
};

/** Puts an image with its config into a repository; digest and size of its manifest. */
export function putImage(repository: SampleRepository, plan: ImagePlan, tags: readonly string[] = []): { digest: string; size: number } {
  const layers = plan.layers.map((layer) => putLayer(repository, layer));
  const history = [
    ...plan.layers.map(({ instruction }) => ({ created: plan.created, created_by: instruction, comment: 'buildkit.dockerfile.v0' })),
    ...(plan.emptySteps ?? []).map((step) => ({
      created: plan.created,
      created_by: step,
      comment: 'buildkit.dockerfile.v0',
      empty_layer: true,
    })),
  ];
  const config = Buffer.from(
    JSON.stringify({
      created: plan.created,
      ...plan.platform,
      config: plan.config ?? {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      history,
    }),
  );
  const configDigest = repository.putBlob(config);
  const document = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: config.byteLength },
    layers: layers.map(({ descriptor }) => descriptor),
    ...(plan.annotations ? { annotations: plan.annotations } : {}),
  };
  const digest = repository.putDocument(document, tags);
  return { digest, size: repository.manifests.get(digest)?.bytes.byteLength ?? 0 };
}

export type IndexChild = {
  readonly digest: string;
  readonly size: number;
  readonly platform: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly annotations?: Record<string, string>;
};

/** Puts an index over these manifests into a repository; its digest. */
export function putIndex(
  repository: SampleRepository,
  children: readonly IndexChild[],
  tags: readonly string[],
  annotations: Record<string, string> = {},
): string {
  return repository.putDocument(
    {
      ...{ schemaVersion: 2 },
      mediaType: OCI_INDEX,
      ...{ manifests: children.map((child) => ({ mediaType: OCI_MANIFEST, ...child })), annotations },
    },
    tags,
  );
}
