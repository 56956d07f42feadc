import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { linkedDocumentSchema, packageSchema, verificationSchema } from '../linked/document.ts';
import { MOST_PEM } from '../linked/pem.ts';
import { documentKindSchema } from '../oci/document-kind.ts';
import { pairsSchema, platformSchema } from '../oci/manifest.ts';
import { MOST_REFERRER_TAGS } from '../oci/tag-kind.ts';
import { command, digestSchema, inRepositorySchema, procedure, tagSchema } from './base.ts';

/**
 * How something was found: as a child of an index, by an annotation of the index that names what it is about (as buildx attaches statements), by
 * the referrers API, in the list under the tag `sha256-<hex>`, or under a tag of cosign's such as `sha256-<hex>.sig`. `subject`: it is what the
 * shown one is about.
 */
const waySchema = z.enum(['child', 'attached', 'api', 'list', 'tag', 'subject']);

/**
 * What is linked to an image. `index`, `image`: platforms; `twin`: the same platform compressed otherwise; `nydus`, `soci`: the same content for a
 * snapshotter; `subject`: what the shown one is about; `unknown`: a part of an index of a type that has no name here. The rest are documents.
 */
const kindSchema = z.enum(['index', 'image', 'twin', 'nydus', 'soci', 'subject', 'unknown', ...documentKindSchema.options]);

/** Why part of a question has no answer. */
const failureSchema = z.object({ code: z.string(), data: z.unknown() });

const nodeSchema = z.object({
  /** Its own in this tree, and the same each time the tree is read. */
  id: z.string(),
  /** The node that it hangs below; only the first node has none. */
  parent: z.string().optional(),
  kind: kindSchema,
  /** Of the manifest. Several documents of one manifest have the same. */
  digest: z.string(),
  /** Which layer of the manifest holds the document, from 0, and its digest; absent where the manifest was not read, and of what is no document. */
  layer: z.object({ number: z.number(), digest: z.string() }).optional(),
  /** The tag that holds it, where it has one by its role. */
  tag: z.string().optional(),
  mediaType: z.string(),
  artifactType: z.string().optional(),
  /** Bytes: of an image what a pull of it transfers, of a document its layer, of an index the manifest. */
  size: z.number().optional(),
  platform: platformSchema.optional(),
  /** The proper name of its format or compression (`SLSA v1`, `zstd`), or a type. */
  format: z.string().optional(),
  /** Who or what made it, as it says of itself: nothing here was verified. */
  by: z.string().optional(),
  foundBy: z.array(waySchema),
  /** ISO 8601 */
  created: z.string().optional(),
  /** Of the descriptor, the manifest and the layer. */
  annotations: pairsSchema,
  /** The registry does not have it, though it is named. */
  missing: z.literal(true).optional(),
  /** It is named, and was not read: why. */
  unread: failureSchema.optional(),
});

/** What was not answered: what was asked of which digest. There may be more than the tree shows. */
const gapSchema = z.object({ what: z.enum(['api', 'list', 'tag']), digest: z.string(), failure: failureSchema });

const treeSchema = z.object({
  /** Each after the one that it hangs below. */
  nodes: z.array(nodeSchema),
  gaps: z.array(gapSchema),
  /** Manifests that a limit kept from being read. */
  left: z.number(),
});

/** A config or a layer that a manifest of the tree names and the registry does not have. `number`: of the layer, from 0. */
const missingBlobSchema = z.object({ manifest: z.string(), digest: z.string(), number: z.number().optional(), size: z.number() });

export type LinkedWay = z.infer<typeof waySchema>;
export type LinkedKind = z.infer<typeof kindSchema>;
export type LinkedNode = z.infer<typeof nodeSchema>;
export type LinkedGap = z.infer<typeof gapSchema>;
export type LinkedTree = z.infer<typeof treeSchema>;
export type MissingBlob = z.infer<typeof missingBlobSchema>;

/** What a document says, first, and then the packages of an SBOM in parts. */
const documentEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('document'), document: linkedDocumentSchema }),
  z.object({ kind: z.literal('packages'), packages: z.array(packageSchema) }),
]);

export type DocumentEvent = z.infer<typeof documentEventSchema>;

const layerNumberSchema = z.number().int().nonnegative();
const about = inRepositorySchema.extend({ digest: digestSchema });

export const linkedContract = {
  /** Starts a run that lists what the manifests of a repository name and the registry does not have. */
  check: command.input(inRepositorySchema).output(z.object({ runId: z.string() })),
  /**
   * Everything that is linked to an image, in all layouts at once. `tags`: all tags of the repository that hold referrers, where they are known;
   * they save requests. `tag`: the one that the image was opened by.
   */
  read: procedure
    .input(about.extend({ tag: tagSchema.optional(), tags: z.array(tagSchema).max(MOST_REFERRER_TAGS).optional() }))
    .output(treeSchema),
  /** Asks for the blobs of an image and of its platforms. `checked` of `all` were asked for; a limit keeps the rest. */
  blobs: procedure
    .input(about)
    .output(z.object({ missing: z.array(missingBlobSchema), checked: z.number(), all: z.number(), unread: z.number() })),
  /** Reads what one layer of a manifest says; `layer` from 0. Nothing of it is verified. */
  document: procedure.input(about.extend({ layer: layerNumberSchema })).output(eventIterator(documentEventSchema)),
  /**
   * Verifies the signature of one layer offline, against nothing but the public keys and certificates of `pem`. `subject`: the digest of the image
   * that it has to be about.
   */
  verify: procedure
    .input(about.extend({ layer: layerNumberSchema, subject: digestSchema, pem: z.string().max(MOST_PEM) }))
    .output(verificationSchema),
};
