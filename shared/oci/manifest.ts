import { z } from 'zod';
import { Failure } from '../errors.ts';
import { parseJson, stringPairs } from '../json.ts';
import type { InvalidWhy } from '../reasons.ts';
import { DIGEST_PATTERN, NAMED_DIGEST_PATTERN } from './digest.ts';
import { bareMediaType, isImageConfigType, isIndexType, isLegacyType, isManifestType, OCI_INDEX, OCI_MANIFEST } from './media-types.ts';

/** Key and value, in the order of the document. */
export const pairsSchema = z.array(z.tuple([z.string(), z.string()])).readonly();

export const platformSchema = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
  osVersion: z.string().optional(),
  /** What the image needs of whatever runs it (`os.features`); nydus marks its images so. */
  features: z.array(z.string()).optional(),
});

export const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: z.string().regex(NAMED_DIGEST_PATTERN),
  /** Bytes as transferred. */
  size: z.number().int().nonnegative(),
  platform: platformSchema.optional(),
  artifactType: z.string().optional(),
  annotations: pairsSchema,
});

export type Platform = z.infer<typeof platformSchema>;
export type Descriptor = z.infer<typeof descriptorSchema>;
export type Pairs = z.infer<typeof pairsSchema>;

/**
 * What a manifest says, read from its bytes. `artifact` has layers but no image config (a Helm chart, a signature); `legacy` is Docker
 * schema 1; `unknown` is anything this version does not know, which is still listed with its type.
 */
export type Manifest =
  | {
      readonly kind: 'image';
      readonly mediaType: string;
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
      readonly annotations: Pairs;
      readonly subject: string | undefined;
    }
  | {
      readonly kind: 'artifact';
      readonly mediaType: string;
      readonly artifactType: string;
      readonly config: Descriptor | undefined;
      readonly layers: readonly Descriptor[];
      readonly annotations: Pairs;
      readonly subject: string | undefined;
    }
  | {
      readonly kind: 'index';
      readonly mediaType: string;
      readonly manifests: readonly Descriptor[];
      readonly annotations: Pairs;
      readonly subject: string | undefined;
    }
  | { readonly kind: 'legacy'; readonly mediaType: string }
  | { readonly kind: 'unknown'; readonly mediaType: string };

// What registries really send: sizes missing on schema 1 leftovers, platforms with empty strings, annotations null.
const rawPlatform = z.object({
  os: z.string().default(''),
  architecture: z.string().default(''),
  variant: z.string().optional(),
  'os.version': z.string().optional(),
  'os.features': z.array(z.string()).nullish().catch(undefined),
});

const rawDescriptor = z.object({
  mediaType: z.string().default(''),
  digest: z.string().regex(NAMED_DIGEST_PATTERN),
  size: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  platform: rawPlatform.nullish().catch(undefined),
  artifactType: z.string().optional(),
  annotations: z.unknown().optional(),
});

const rawManifest = z.object({
  schemaVersion: z.number().optional(),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: rawDescriptor.optional(),
  // Read one by one, so that a list of a hundred thousand broken ones ends at its first.
  layers: z.array(z.unknown()).nullish(),
  blobs: z.array(z.unknown()).nullish(),
  manifests: z.array(z.unknown()).nullish(),
  subject: z
    .object({ digest: z.string().regex(DIGEST_PATTERN) })
    .nullish()
    .catch(undefined),
  annotations: z.unknown().optional(),
});

type RawDescriptor = z.infer<typeof rawDescriptor>;
type RawManifest = z.infer<typeof rawManifest>;

/** A platform as a document names it; undefined where it names neither system nor architecture. What it leaves out is `unknown`. */
export function readPlatform(
  os: string | null | undefined,
  architecture: string | null | undefined,
  variant?: string | null,
): Platform | undefined {
  if (!os && !architecture) return undefined;
  return { os: os || 'unknown', architecture: architecture || 'unknown', ...(variant ? { variant } : {}) };
}

function toPlatform(raw: z.infer<typeof rawPlatform>): Platform | undefined {
  const platform = readPlatform(raw.os, raw.architecture, raw.variant);
  const features = raw['os.features'] ?? [];
  return (
    platform && {
      ...platform,
      ...(raw['os.version'] ? { osVersion: raw['os.version'] } : {}),
      ...(features.length > 0 ? { features } : {}),
    }
  );
}

function toDescriptor(raw: RawDescriptor): Descriptor {
  const descriptor: Descriptor = {
    mediaType: raw.mediaType,
    digest: raw.digest,
    size: raw.size,
    annotations: stringPairs(raw.annotations),
  };
  const platform = raw.platform && toPlatform(raw.platform);
  if (platform) descriptor.platform = platform;
  if (raw.artifactType) descriptor.artifactType = raw.artifactType;
  return descriptor;
}

function toDescriptors(items: readonly unknown[] | null | undefined, key: string): Descriptor[] {
  return (items ?? []).map((item, i) => {
    const parsed = rawDescriptor.safeParse(item);
    if (!parsed.success) return invalid('field', [key, i, ...(parsed.error.issues[0]?.path ?? [])].join('.'));
    return toDescriptor(parsed.data);
  });
}

function invalid(why: InvalidWhy, detail?: string): never {
  throw new Failure('INVALID_RESPONSE', { where: 'manifest', why, ...(detail === undefined ? {} : { detail }) });
}

/** The media type the registry declared, held against the one in the document. */
function settleMediaType(contentType: string, raw: RawManifest): string {
  const declared = bareMediaType(contentType);
  if (raw.layers && raw.manifests) invalid('layers-and-manifests');
  if (raw.mediaType && (isIndexType(declared) || isManifestType(declared)) && raw.mediaType !== declared) {
    invalid('other-media-type', `${raw.mediaType}, ${declared}`);
  }
  if (raw.mediaType) return raw.mediaType;
  if (isIndexType(declared) || isManifestType(declared)) return declared;
  if (raw.manifests) return OCI_INDEX;
  return raw.config && raw.layers ? OCI_MANIFEST : declared;
}

/**
 * Reads a manifest's text. `contentType` is the answer's header. Unknown types become `kind: 'unknown'`; a document that contradicts
 * itself (layers and manifests, another media type than its header) is refused. @throws Failure INVALID_RESPONSE.
 * Follows image-spec manifest.md and image-index.md.
 */
export function readManifest(text: string, contentType: string): Manifest {
  const declared = bareMediaType(contentType);
  if (isLegacyType(declared)) return { kind: 'legacy', mediaType: declared };
  const parsed = rawManifest.safeParse(parseJson(text, 'manifest'));
  if (!parsed.success) invalid('field', parsed.error.issues[0]?.path.join('.') ?? '');
  const raw = parsed.data;
  if (raw.schemaVersion === 1) return { kind: 'legacy', mediaType: declared };
  const mediaType = settleMediaType(contentType, raw);
  const annotations = stringPairs(raw.annotations);
  const subject = raw.subject?.digest;
  if (isIndexType(mediaType))
    return { kind: 'index', mediaType, manifests: toDescriptors(raw.manifests, 'manifests'), annotations, subject };
  if (!isManifestType(mediaType) && !raw.layers && !raw.blobs) return { kind: 'unknown', mediaType };
  const config = raw.config && toDescriptor(raw.config);
  const layers = raw.layers ? toDescriptors(raw.layers, 'layers') : toDescriptors(raw.blobs, 'blobs');
  if (config && isImageConfigType(config.mediaType) && !raw.artifactType)
    return { kind: 'image', mediaType, config, layers, annotations, subject };
  const artifactType = raw.artifactType ?? config?.mediaType ?? mediaType;
  return { kind: 'artifact', mediaType, artifactType, config, layers, annotations, subject };
}

/** `unknown/unknown`, which tools write for what runs nowhere: it is no platform. */
export const isNoPlatform = ({ os, architecture }: Platform): boolean => os === 'unknown' && architecture === 'unknown';

/** A child that is metadata about its siblings, as buildx writes attestations; never shown as a platform. */
export function isAttestation({ annotations, platform }: Descriptor): boolean {
  return annotations.some(([key]) => key === 'vnd.docker.reference.digest') || (platform !== undefined && isNoPlatform(platform));
}
