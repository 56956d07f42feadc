import type { ReadTag } from '../../shared/contract/tags.ts';
import { isFailure } from '../../shared/errors.ts';
import { knownTime, readImageConfig } from '../../shared/image-config.ts';
import { type Descriptor, isAttestation, type Manifest, type Platform, readManifest } from '../../shared/manifest.ts';
import type { RawManifest, RegistryClient } from './client.ts';
import { manifestOf } from './manifest-of.ts';

/** Digest and compressed bytes. */
type SizedBlob = readonly [digest: string, size: number];

/** What is remembered of a manifest: enough for a row of the table and for the arithmetic of a deletion. True for good, as the digest names it. */
export type ImageSummary = {
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: Manifest['kind'];
  readonly artifactType?: string;
  readonly platforms: readonly Platform[];
  readonly created?: string;
  /** Each layer once, over all platforms. */
  readonly layers: readonly SizedBlob[];
  readonly configs: readonly SizedBlob[];
  /** Manifests that an index names, attestations included, and those that its own indexes name. */
  readonly children: readonly string[];
};

/** Where summaries are kept between reads; handed in, so that this folder knows no storage. */
export type SummaryCache = {
  get(digest: string): ImageSummary | undefined;
  set(summary: ImageSummary): void;
};

const MAX_NESTING = 3;

const sized = (descriptor: Descriptor): SizedBlob => [descriptor.digest, descriptor.size];

function unique(blobs: readonly SizedBlob[]): SizedBlob[] {
  return [...new Map(blobs)];
}

/** Compressed bytes of all platforms, each blob once; undefined where the manifest does not say. */
function sizeOf(summary: ImageSummary): number | undefined {
  if (summary.kind === 'legacy' || summary.kind === 'unknown') return undefined;
  return summary.layers.reduce((sum, [, size]) => sum + size, 0);
}

/** A row of the tag table. */
export function rowOf(tag: string, summary: ImageSummary): ReadTag {
  const size = sizeOf(summary);
  return {
    state: 'read',
    tag,
    digest: summary.digest,
    mediaType: summary.mediaType,
    kind: summary.kind,
    platforms: [...summary.platforms],
    ...(summary.artifactType === undefined ? {} : { artifactType: summary.artifactType }),
    ...(size === undefined ? {} : { size }),
    ...(summary.created === undefined ? {} : { created: summary.created }),
  };
}

/** Reads summaries of one repository: from the cache, or from the registry, each digest once however many tags have it. */
export class Summaries {
  private readonly flights = new Map<string, Promise<ImageSummary>>();
  private readonly client: RegistryClient;
  private readonly repository: string;
  private readonly cache: SummaryCache;
  private readonly signal: AbortSignal | undefined;

  constructor(client: RegistryClient, repository: string, cache: SummaryCache, signal: AbortSignal | undefined) {
    this.client = client;
    this.repository = repository;
    this.cache = cache;
    this.signal = signal;
  }

  /** `tag` points to it. @throws Failure when the manifest cannot be read; a config or a child that cannot be read is left out. */
  get(digest: string, tag?: string): Promise<ImageSummary> {
    return this.read(digest, 0, tag);
  }

  private read(digest: string, nesting: number, tag?: string): Promise<ImageSummary> {
    const known = this.cache.get(digest);
    if (known) return Promise.resolve(known);
    let flight = this.flights.get(digest);
    if (!flight) {
      flight = this.fetch(digest, nesting, tag).finally(() => this.flights.delete(digest));
      this.flights.set(digest, flight);
    }
    return flight;
  }

  private async fetch(digest: string, nesting: number, tag: string | undefined): Promise<ImageSummary> {
    const raw = await manifestOf(this.client, this.repository, { digest, tag }, this.signal);
    const { summary, whole } = await this.summarise(raw, nesting);
    // What misses a part today may be whole tomorrow.
    if (whole) this.cache.set(summary);
    return summary;
  }

  private async summarise(raw: RawManifest, nesting: number): Promise<{ summary: ImageSummary; whole: boolean }> {
    const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
    const base = {
      digest: raw.digest,
      mediaType: manifest.mediaType,
      kind: manifest.kind,
      platforms: [],
      layers: [],
      configs: [],
      children: [],
    };
    switch (manifest.kind) {
      case 'image':
        return this.summariseImage(base, manifest);
      case 'index':
        return this.summariseIndex(base, manifest, nesting);
      case 'artifact': {
        const created = annotatedTime(manifest.annotations);
        const configs = manifest.config ? [sized(manifest.config)] : [];
        const summary = {
          ...base,
          artifactType: manifest.artifactType,
          layers: unique(manifest.layers.map(sized)),
          configs,
          ...(created ? { created } : {}),
        };
        return { summary, whole: true };
      }
      default:
        return { summary: base, whole: true };
    }
  }

  private async summariseImage(
    base: ImageSummary,
    manifest: Extract<Manifest, { kind: 'image' }>,
  ): Promise<{ summary: ImageSummary; whole: boolean }> {
    const layers = unique(manifest.layers.map(sized));
    const configs = [sized(manifest.config)];
    try {
      const config = readImageConfig((await this.client.blobs.get(this.repository, manifest.config.digest, this.signal)).toString('utf8'));
      const created = config.created ?? annotatedTime(manifest.annotations);
      const platform: Platform = {
        os: config.os,
        architecture: config.architecture,
        ...(config.variant ? { variant: config.variant } : {}),
      };
      return { summary: { ...base, layers, configs, platforms: [platform], ...(created ? { created } : {}) }, whole: true };
    } catch (error) {
      if (!isContentFailure(error)) throw error;
      const created = annotatedTime(manifest.annotations);
      return { summary: { ...base, layers, configs, ...(created ? { created } : {}) }, whole: false };
    }
  }

  private async summariseIndex(
    base: ImageSummary,
    manifest: Extract<Manifest, { kind: 'index' }>,
    nesting: number,
  ): Promise<{ summary: ImageSummary; whole: boolean }> {
    const children = manifest.manifests.map((child) => child.digest);
    const shown = manifest.manifests.filter((child) => !isAttestation(child));
    const read = nesting >= MAX_NESTING ? [] : await Promise.all(shown.map((child) => this.child(child.digest, nesting + 1)));
    const found = read.filter((child) => child !== undefined);
    const created =
      annotatedTime(manifest.annotations) ??
      found
        .flatMap((child) => child.created ?? [])
        .sort()
        .at(-1);
    const summary = {
      ...base,
      platforms: shown.flatMap((child) => child.platform ?? []),
      layers: unique(found.flatMap((child) => child.layers)),
      configs: unique(found.flatMap((child) => child.configs)),
      children: [...new Set([...children, ...found.flatMap((child) => child.children)])],
      ...(created ? { created } : {}),
    };
    return { summary, whole: found.length === shown.length };
  }

  /** A child that is missing or broken must not hide its siblings. */
  private async child(digest: string, nesting: number): Promise<ImageSummary | undefined> {
    try {
      return await this.read(digest, nesting);
    } catch (error) {
      if (isContentFailure(error)) return undefined;
      throw error;
    }
  }
}

function annotatedTime(annotations: readonly (readonly [string, string])[]): string | undefined {
  return knownTime(annotations.find(([key]) => key === 'org.opencontainers.image.created')?.[1]);
}

/** Failures that belong to this content, not to the connection: the page goes on without it. */
function isContentFailure(error: unknown): boolean {
  return isFailure(error, 'NOT_FOUND') || isFailure(error, 'INVALID_RESPONSE') || isFailure(error, 'DIGEST_MISMATCH');
}
