import type { ReadTag } from '../../shared/contract/tags.ts';
import { isFailure } from '../../shared/errors.ts';
import { type ContentKind, contentKindOf, WASM_CONFIG } from '../../shared/oci/content-kind.ts';
import { knownTime, readImageFacts } from '../../shared/oci/image-config.ts';
import { type Descriptor, isAttestation, type Manifest, type Pairs, type Platform, readManifest } from '../../shared/oci/manifest.ts';
import { isIndexType } from '../../shared/oci/media-types.ts';
import { uniquePlatforms } from '../../shared/oci/platform.ts';
import type { RawManifest, RegistryClient } from '../registry/client.ts';
import { manifestOf } from '../registry/manifest-of.ts';
import { rememberedPairs } from './image-labels.ts';
import { sizeOf } from './image-size.ts';

/** Digest and compressed bytes. */
type SizedBlob = readonly [digest: string, size: number];

/** What is remembered of a manifest: enough for a row of the table and for the arithmetic of a deletion. It never changes, because the digest names it. */
export type ImageSummary = {
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: Manifest['kind'];
  readonly content: ContentKind;
  readonly artifactType?: string;
  readonly platforms: readonly Platform[];
  readonly created?: string;
  /** Each layer once, over all platforms. */
  readonly layers: readonly SizedBlob[];
  readonly configs: readonly SizedBlob[];
  /** Manifests that an index names, attestations included, and those that its own indexes name. */
  readonly children: readonly string[];
  /** Where a limit kept some of what is below an index from being read: how many manifests were, of how many that are known of. */
  readonly covers?: { readonly limit: number; readonly read: number; readonly all: number };
  /** It is too large to be read: it counts as containing every digest that it names. */
  readonly overLimit?: true;
  /** The digest that it refers to, as a signature does. */
  readonly subject?: string;
  /** Of its own config, and of its own manifest, within limits: those of its children are theirs. Only a summary that was just read has them. */
  readonly labels?: Pairs;
  readonly annotations?: Pairs;
};

/** Where summaries are kept between reads; handed in, so that this folder knows no storage. */
export type SummaryCache = {
  get(digest: string): ImageSummary | undefined;
  set(summary: ImageSummary): void;
};

const MAX_NESTING = 3;

/** How deep a manifest is below the one that was asked for, and how many may be read below it. */
type Depth = { readonly nesting: number; readonly most: number };

const sized = (descriptor: Descriptor): SizedBlob => [descriptor.digest, descriptor.size];

function unique(blobs: readonly SizedBlob[]): SizedBlob[] {
  return [...new Map(blobs)];
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
    content: summary.content,
    platforms: [...summary.platforms],
    ...(summary.artifactType === undefined ? {} : { artifactType: summary.artifactType }),
    ...(size === undefined ? {} : { size }),
    ...(summary.created === undefined ? {} : { created: summary.created }),
    ...(summary.covers === undefined ? {} : { covers: { read: summary.covers.read, all: summary.covers.all } }),
  };
}

/** `whole`: nothing below it was missing. `pending`: configs that it names are still to be read, so date and platforms may be unknown. */
type Summarised = { readonly summary: ImageSummary; readonly whole: boolean; readonly pending: boolean };

/** Whether the configs, which tell dates and platforms, are read along with the manifests. */
type Configs = 'now' | 'later';

/** Reads summaries of one repository: from the cache, or from the registry, each digest once however many tags have it. */
export class Summaries {
  private readonly flights = new Map<string, Promise<Summarised>>();
  /** Manifests that were read and whose configs were not. */
  private readonly held = new Map<string, RawManifest>();
  private readonly client: RegistryClient;
  private readonly repository: string;
  private readonly cache: SummaryCache;
  private readonly signal: AbortSignal | undefined;
  private readonly most: number;

  /** `most` manifests are read below one digest; what is left out is said in `covers`. */
  constructor(
    client: RegistryClient,
    repository: string,
    cache: SummaryCache,
    signal: AbortSignal | undefined,
    most = Number.POSITIVE_INFINITY,
  ) {
    this.client = client;
    this.repository = repository;
    this.cache = cache;
    this.signal = signal;
    this.most = most;
  }

  /** `tag` points to it. @throws Failure when the manifest cannot be read; a config or a child that cannot be read is left out. */
  async get(digest: string, tag?: string): Promise<ImageSummary> {
    return (await this.read(digest, { nesting: 0, most: this.most }, 'now', tag)).summary;
  }

  /** What its manifest and those below it say, without their configs: {@link get} reads those. @throws Failure as that does. */
  async manifestsOf(digest: string, tag?: string): Promise<{ readonly summary: ImageSummary; readonly pending: boolean }> {
    return this.read(digest, { nesting: 0, most: this.most }, 'later', tag);
  }

  /** Takes a manifest that was read already, so that it is not asked for again. */
  hold(raw: RawManifest): void {
    this.held.set(raw.digest, raw);
  }

  private read(digest: string, depth: Depth, configs: Configs, tag?: string): Promise<Summarised> {
    const known = this.cache.get(digest);
    // One that was read with a smaller limit says less than could be known.
    if (known && (known.covers === undefined || known.covers.limit >= depth.most)) {
      this.held.delete(digest);
      return Promise.resolve({ summary: known, whole: true, pending: false });
    }
    const key = `${digest} ${depth.most} ${configs}`;
    let flight = this.flights.get(key);
    if (!flight) {
      flight = this.fetch(digest, depth, configs, tag).finally(() => this.flights.delete(key));
      this.flights.set(key, flight);
    }
    return flight;
  }

  private async fetch(digest: string, depth: Depth, configs: Configs, tag: string | undefined): Promise<Summarised> {
    const raw = this.held.get(digest) ?? (await manifestOf(this.client, this.repository, { digest, tag }, this.signal));
    if (configs === 'later') this.hold(raw);
    const summarised = await this.summarise(raw, depth, configs);
    if (!summarised.pending) this.held.delete(digest);
    // What misses a part today may be whole tomorrow.
    if (summarised.whole && !summarised.pending) this.cache.set(summarised.summary);
    return summarised;
  }

  private async summarise(raw: RawManifest, depth: Depth, configs: Configs): Promise<Summarised> {
    const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
    const base = {
      digest: raw.digest,
      mediaType: manifest.mediaType,
      kind: manifest.kind,
      content: contentKindOf(manifest),
      platforms: [],
      layers: [],
      configs: [],
      children: [],
      ...('subject' in manifest && manifest.subject !== undefined ? { subject: manifest.subject } : {}),
      ...('annotations' in manifest && manifest.annotations.length > 0 ? { annotations: rememberedPairs(manifest.annotations) } : {}),
    };
    switch (manifest.kind) {
      case 'image':
        return this.summariseImage(base, manifest, manifest.config, configs);
      case 'index':
        return this.summariseIndex(base, manifest, depth, configs);
      case 'artifact': {
        const artifact = { ...base, artifactType: manifest.artifactType };
        if (manifest.config?.mediaType === WASM_CONFIG) return this.summariseImage(artifact, manifest, manifest.config, configs);
        const created = annotatedTime(manifest.annotations);
        const layers = unique(manifest.layers.map(sized));
        const summary = { ...artifact, layers, configs: manifest.config ? [sized(manifest.config)] : [], ...(created ? { created } : {}) };
        return { summary, whole: true, pending: false };
      }
      default:
        return { summary: base, whole: true, pending: false };
    }
  }

  /** Of an image, and of what has a config like one. A signature has one too, but runs nowhere: its platform means nothing. */
  private async summariseImage(
    base: ImageSummary,
    manifest: Extract<Manifest, { kind: 'image' | 'artifact' }>,
    { digest, size }: Descriptor,
    configsWhen: Configs,
  ): Promise<Summarised> {
    const layers = unique(manifest.layers.map(sized));
    const configs: SizedBlob[] = [[digest, size]];
    if (configsWhen === 'later') return { summary: { ...base, layers, configs }, whole: true, pending: true };
    try {
      const config = readImageFacts((await this.client.blobs.get(this.repository, digest, this.signal)).toString('utf8'));
      const created = config.created ?? annotatedTime(manifest.annotations);
      const runs = base.content === 'image' || base.content === 'wasm';
      const platforms = runs && config.platform ? [config.platform] : [];
      const labels = config.labels.length > 0 ? { labels: rememberedPairs(config.labels) } : {};
      return { summary: { ...base, layers, configs, platforms, ...labels, ...(created ? { created } : {}) }, whole: true, pending: false };
    } catch (error) {
      if (!isContentFailure(error)) throw error;
      const created = annotatedTime(manifest.annotations);
      return { summary: { ...base, layers, configs, ...(created ? { created } : {}) }, whole: false, pending: false };
    }
  }

  private async summariseIndex(
    base: ImageSummary,
    manifest: Extract<Manifest, { kind: 'index' }>,
    { nesting, most }: Depth,
    configs: Configs,
  ): Promise<Summarised> {
    const shown = manifest.manifests.filter((child) => !isAttestation(child));
    const chosen = nesting >= MAX_NESTING ? [] : shown.slice(0, most);
    const indexes = chosen.filter((child) => isIndexType(child.mediaType)).length;
    const below: Depth = { nesting: nesting + 1, most: Math.floor((most - chosen.length) / Math.max(1, indexes)) };
    const children = await Promise.all(
      chosen.map(async (child) => ({ named: child.platform, read: await this.child(child, below, configs) })),
    );
    const found = children.flatMap(({ read }) => read?.summary ?? []);
    const created =
      annotatedTime(manifest.annotations) ??
      found
        .flatMap((child) => child.created ?? [])
        .sort()
        .at(-1);
    const read = found.reduce((sum, child) => sum + 1 + (child.covers?.read ?? child.children.length), 0);
    const left = found.reduce(
      (sum, child) => sum + (child.covers ? child.covers.all - child.covers.read : 0),
      shown.length - chosen.length,
    );
    const summary = {
      ...base,
      platforms: uniquePlatforms(children.flatMap(({ named, read: child }) => named ?? child?.summary.platforms ?? [])),
      layers: unique(found.flatMap((child) => child.layers)),
      configs: unique(found.flatMap((child) => child.configs)),
      children: [...new Set([...manifest.manifests.map((child) => child.digest), ...found.flatMap((child) => child.children)])],
      ...(created ? { created } : {}),
      ...(left > 0 ? { covers: { limit: nesting >= MAX_NESTING ? 0 : most, read, all: read + left } } : {}),
    };
    return { summary, whole: found.length === chosen.length, pending: children.some(({ read: child }) => child?.pending) };
  }

  /** A child that is missing or broken must not hide its siblings. */
  private async child({ digest, mediaType }: Descriptor, depth: Depth, configs: Configs): Promise<Summarised | undefined> {
    try {
      // What has nothing below it is the same at every depth, and read once for all.
      return await this.read(digest, isIndexType(mediaType) ? depth : { ...depth, most: this.most }, configs);
    } catch (error) {
      if (isContentFailure(error)) return undefined;
      throw error;
    }
  }
}

function annotatedTime(annotations: readonly (readonly [string, string])[]): string | undefined {
  return knownTime(annotations.find(([key]) => key === 'org.opencontainers.image.created')?.[1]);
}

/** Failures that belong to this content, not to the connection. The page continues without it. */
function isContentFailure(error: unknown): boolean {
  return (
    isFailure(error, 'UNSUPPORTED') ||
    isFailure(error, 'NOT_FOUND') ||
    isFailure(error, 'INVALID_RESPONSE') ||
    isFailure(error, 'DIGEST_MISMATCH')
  );
}
