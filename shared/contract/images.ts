import { z } from 'zod';
import { invalidReasonSchema } from '../errors.ts';
import { contentKindSchema } from '../oci/content-kind.ts';
import { imageConfigSchema } from '../oci/image-config.ts';
import { descriptorSchema, pairsSchema, platformSchema } from '../oci/manifest.ts';
import { digestSchema, inRepositorySchema, namedDigestSchema, procedure, tagSchema } from './base.ts';

const common = {
  digest: z.string(),
  mediaType: z.string(),
  content: contentKindSchema,
  /** The digest of the manifest that it is about, as a signature is. */
  subject: z.string().optional(),
  /** The exact text of the manifest, verified against the digest. */
  manifest: z.string(),
  annotations: pairsSchema,
  /** ISO 8601; undefined where unknown. */
  created: z.string().optional(),
};

/** Layers of one image that are shown, and told of. */
export const MOST_LAYERS = 1_000;

/** One layer with the instruction of the history that made it, where the two could be matched. */
const layerSchema = descriptorSchema.extend({ instruction: z.string().optional() });

/** A form in which an index may have a platform once more: the same files compressed by zstd, or for the snapshotter of nydus. */
const imageFormSchema = z.enum(['zstd', 'nydus']);

/** An image of an index, or of an index in it, with the platform that the index or the image's config names. */
const indexImageSchema = z.object({ digest: z.string(), platform: platformSchema.optional(), form: imageFormSchema.optional() });

/** Why there is no config to show. */
const configProblemSchema = z.union([z.object({ why: z.enum(['missing', 'digest', 'unverifiable', 'unreadable']) }), invalidReasonSchema]);

/** Everything that is shown of one manifest. The rest is shown even where the config cannot be read. */
const imageViewSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('image'),
    layers: z.array(layerSchema),
    /** How many layers the manifest has; more than `layers` holds where a limit cut the list. */
    layerCount: z.number(),
    config: imageConfigSchema.optional(),
    configText: z.string().optional(),
    configProblem: configProblemSchema.optional(),
  }),
  z.object({
    ...common,
    kind: z.literal('index'),
    /** Of one platform the plain one is before its other forms. */
    images: z.array(indexImageSchema),
    /** How many images the index has; more than `images` holds where a limit cut the list. */
    imageCount: z.number(),
    attestations: z.number(),
  }),
  z.object({
    ...common,
    kind: z.literal('artifact'),
    artifactType: z.string(),
    layers: z.array(layerSchema),
    layerCount: z.number(),
    configText: z.string().optional(),
  }),
  z.object({ ...common, kind: z.literal('legacy') }),
  z.object({ ...common, kind: z.literal('unknown') }),
]);

/** A signature, attestation, SBOM or another referrer of an image. `reference` is the tag that holds it, or its digest. */
const imageReferrerSchema = z.object({ reference: z.string(), digest: z.string(), content: contentKindSchema });

/**
 * What has been read of a layer. `tags`: other tags of its repository that use it; `repositories`: other repositories of the registry that do.
 * `files`: entries that are no folders and bytes of its tar, where its list is kept; `isListed`, where that rests on a table of contents alone.
 */
const knownLayerSchema = z.object({
  digest: z.string(),
  tags: z.number(),
  repositories: z.number(),
  files: z.object({ files: z.number(), unpacked: z.number(), isListed: z.boolean() }).optional(),
});

const taggedSchema = z.object({ repository: z.string(), tag: z.string() });

/** `base`: an image of the registry whose layers are the first so many `layers`, by its tags; `more` of them are not told. */
const knownLayersSchema = z.object({
  layers: z.array(knownLayerSchema).readonly(),
  base: z.object({ layers: z.number(), tags: z.array(taggedSchema).readonly(), more: z.number() }).optional(),
});

/** Who else uses a layer. Of each other repository one tag, of so many `tags`. The counts are of all, told or not. */
const layerSharingSchema = z.object({
  tags: z.array(z.string()).readonly(),
  tagCount: z.number(),
  repositories: z.array(taggedSchema.extend({ tags: z.number() })).readonly(),
  repositoryCount: z.number(),
});

export type KnownLayers = z.infer<typeof knownLayersSchema>;
export type LayerSharing = z.infer<typeof layerSharingSchema>;
export type ImageReferrer = z.infer<typeof imageReferrerSchema>;
export type ConfigProblem = z.infer<typeof configProblemSchema>;
export type ImageView = z.infer<typeof imageViewSchema>;
export type IndexImage = z.infer<typeof indexImageSchema>;
export type Layer = z.infer<typeof layerSchema>;

export const imagesContract = {
  /** The digest that a tag points to now, by one HEAD; none where the repository has no such tag. */
  resolve: procedure.input(inRepositorySchema.extend({ tag: tagSchema })).output(z.object({ digest: digestSchema.optional() })),
  /** One manifest by digest: its content never changes, so the answer may be cached forever. */
  get: procedure.input(inRepositorySchema.extend({ digest: namedDigestSchema })).output(imageViewSchema),
  /**
   * What is attached to an image. `tags` are the tags named after it that the repository has, where all are known: they save requests. Not
   * `isComplete` where the registry failed on part of the question.
   */
  referrers: procedure
    .input(inRepositorySchema.extend({ digest: digestSchema, tags: z.array(tagSchema).max(8).optional() }))
    .output(z.object({ referrers: z.array(imageReferrerSchema), isComplete: z.boolean() })),
  /** What is known of the layers of an image, the lowest first, without a request. `tag` is the one that is shown: it is no other tag. */
  knownLayers: procedure
    .input(inRepositorySchema.extend({ tag: tagSchema.optional(), digests: z.array(namedDigestSchema).max(MOST_LAYERS) }))
    .output(knownLayersSchema),
  /** Who else uses a layer, as far as has been read. */
  layerSharing: procedure
    .input(inRepositorySchema.extend({ tag: tagSchema.optional(), digest: namedDigestSchema }))
    .output(layerSharingSchema),
};
