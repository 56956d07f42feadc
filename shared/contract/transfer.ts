import { z } from 'zod';
import { command, digestSchema, inRepositorySchema, MOST_TAGS, procedure, runIdSchema, tagSchema } from './base.ts';
import { currentSchema } from './retag.ts';

/** A path on the machine where Longshore runs. */
const pathSchema = z.string().trim().min(1).max(4096);
const platforms = z.array(z.string().max(200)).min(1).max(200).nullable();
/** Blobs and their compressed bytes. */
const shareSchema = z.object({ blobs: z.number(), bytes: z.number() });
/** What an index names and its source does not have; `platform` is empty where the index says none. */
const missingSchema = z.object({ digest: z.string(), platform: z.string() });
/** A platform that can be chosen, with the bytes that are its own. */
const platformSchema = z.object({ name: z.string(), size: z.number() });
const image = inRepositorySchema.extend({ tag: tagSchema });
/** What is copied, and the tag that it gets. */
const copied = z
  .array(z.object({ reference: z.union([tagSchema, digestSchema]), tag: tagSchema }))
  .min(1)
  .max(MOST_TAGS)
  .refine((list) => new Set(list.map(({ tag }) => tag)).size === list.length, 'a tag of the target is named twice');
/** Protected names that the person typed. */
const typed = z.array(tagSchema).max(MOST_TAGS);
const planId = z.object({ planId: z.string().max(64) });
const started = z.object({ runId: runIdSchema });

/** One image, and the tag that it gets. */
const imagePlanSchema = z.object({
  /** What the new tag will point to; another digest than `whole` where platforms were chosen or are missing. */
  digest: z.string(),
  whole: z.string(),
  platforms: z.array(platformSchema),
  missing: z.array(missingSchema),
  /** Foreign layers that the source does not have: they are left out. */
  foreign: shareSchema,
  referrers: z.number(),
  current: currentSchema,
});

/** What a transfer does at its target; blobs that several images share count once. */
const targetPlanSchema = planId.extend({
  /** `new`: the registry has no such repository. */
  repository: z.enum(['found', 'new', 'unknown']),
  /** Already present at the target; mounted by the registry; transferred over the network. */
  present: shareSchema,
  toMount: shareSchema,
  toTransfer: shareSchema,
});

const loadPlanSchema = targetPlanSchema.extend({ image: imagePlanSchema });

const copyPlanSchema = targetPlanSchema.extend({
  images: z.array(imagePlanSchema.extend({ reference: z.string(), tag: z.string() })),
  /** Images that cannot be copied, and why. Where it is all of them, the plan fails with the first. */
  failed: z.array(z.object({ reference: z.string(), tag: z.string(), failure: z.object({ code: z.string(), data: z.unknown() }) })),
});

const savePlanSchema = planId.extend({
  images: z.array(z.object({ tag: z.string(), digest: z.string() })),
  /** Tags that cannot be saved, and why. Where it is all of them, the plan fails with the first. */
  failed: z.array(z.object({ tag: z.string(), failure: z.object({ code: z.string(), data: z.unknown() }) })),
  /** One of them is an index: `docker load` takes single images. */
  isIndex: z.boolean(),
  /** Manifests have Docker's media types, which not every reader of OCI layouts knows. */
  isDocker: z.boolean(),
  missing: z.array(missingSchema),
  /** Foreign layers that the registry does not have: an OCI layout is written without them, a file for `docker load` is not written. */
  foreign: shareSchema,
  platforms: z.array(platformSchema),
  /** A blob that several images share counts once. */
  blobs: z.number(),
  bytes: z.number(),
});

/** An image in a file. `name` is what the file calls it first, `names` are all of them. */
const fileImageSchema = z.object({
  name: z.string(),
  names: z.array(z.string()),
  digest: z.string(),
  platforms: z.array(z.string()),
  bytes: z.number(),
});

/** What is saved as it is: files of an image or of one of its layers, or a blob. */
export const savedContentSchema = z.discriminatedUnion('kind', [
  /** A file, or a folder as a tar, by a path as `files.folder` tells it; '' is the whole file system. Layers count from 1. */
  z.object({ kind: z.literal('files'), digest: digestSchema, layer: z.int().min(1).max(10_000).optional(), path: z.string().max(20_000) }),
  /** `size` in bytes and `name` are what its manifest says. */
  z.object({ kind: z.literal('blob'), digest: digestSchema, size: z.int().nonnegative(), name: z.string().max(20_000) }),
]);

const contentPlanSchema = planId.extend({
  kind: z.enum(['file', 'folder']),
  /** What the file is called until the person says otherwise: one name, whatever the image calls it. */
  name: z.string(),
  /** What is no folder, and bytes of its contents, each once. */
  files: z.number(),
  bytes: z.number(),
  /** Absent of a file that is read by a part of its layer. */
  toTransfer: shareSchema.optional(),
  /** Links in a folder that lead to what is not found. */
  leftOut: z.number(),
});

export type SavedContent = z.infer<typeof savedContentSchema>;
export type ContentPlan = z.infer<typeof contentPlanSchema>;
export type TargetPlan = z.infer<typeof targetPlanSchema>;
export type ImagePlan = z.infer<typeof imagePlanSchema>;
export type CopyPlan = z.infer<typeof copyPlanSchema>;
export type LoadPlan = z.infer<typeof loadPlanSchema>;
export type SavePlan = z.infer<typeof savePlanSchema>;
export type ImageInFile = z.infer<typeof fileImageSchema>;
export type Share = z.infer<typeof shareSchema>;

export const transferContract = {
  copy: {
    /** What a copy would transfer, and what each tag of the target is now. `platforms` is null for all. */
    plan: procedure
      .input(z.object({ source: inRepositorySchema, images: copied, target: inRepositorySchema, platforms, referrers: z.boolean() }))
      .output(copyPlanSchema),
    /**
     * Copies these tags of the plan, each where the target's tag is still what the plan saw. CONFLICT `not-confirmed` where a protected tag
     * would be overwritten whose name is not among `typed`.
     */
    start: command.input(planId.extend({ tags: z.array(tagSchema).min(1).max(MOST_TAGS), typed })).output(started),
  },
  save: {
    plan: procedure
      .input(
        inRepositorySchema.extend({
          tags: z.array(tagSchema).min(1).max(MOST_TAGS),
          platforms,
          format: z.enum(['oci', 'docker']),
        }),
      )
      .output(savePlanSchema),
    /**
     * Writes the images to one file. An existing one is replaced only where `replace` says so (CONFLICT `file-exists`), and only if it is a tar or
     * was chosen in the system's dialog (IMAGE_FILE `not-replaced`).
     */
    start: command.input(planId.extend({ path: pathSchema, replace: z.boolean() })).output(started),
  },
  load: {
    /** What loading would transfer, after the layers were found to be what the image's config says (IMAGE_FILE `layer-…`). */
    plan: procedure.input(z.object({ path: pathSchema, image: digestSchema, target: image })).output(loadPlanSchema),
    /** CONFLICT `not-confirmed` where a protected tag would be overwritten whose name is not among `typed`. */
    start: command.input(planId.extend({ typed })).output(started),
  },
  content: {
    /** What would be saved. NOT_FOUND `files` where the image has not been read, `file` where there is nothing by that path. IMAGE_FILE `layer-unread`. */
    plan: procedure.input(inRepositorySchema.extend({ content: savedContentSchema })).output(contentPlanSchema),
    /** Writes it to a file, held against the digests of its layers. An existing file is replaced as `save.start` does. */
    start: command.input(planId.extend({ path: pathSchema, replace: z.boolean() })).output(started),
  },
  file: {
    /** The folder for a new file, and whether the system's own dialog can ask for one. */
    folder: procedure.output(z.object({ folder: z.string(), canChoose: z.boolean() })),
    /** Asks for a file with the system's dialog; null where the person chose none. */
    choose: command.input(z.object({ what: z.enum(['open', 'save']), path: z.string() })).output(z.object({ path: z.string().nullable() })),
    /** Begins to take in a file whose bytes a page has and whose path it does not know: one that was dropped on a page in a browser. */
    receive: command
      .input(z.object({ name: z.string().min(1).max(1000), size: z.int().nonnegative() }))
      .output(z.object({ id: z.string() })),
    /** Its next bytes, in base64; its path once all are there. */
    append: command
      .input(z.object({ id: z.string().max(64), bytes: z.string().max(8 * 1024 * 1024) }))
      .output(z.object({ path: z.string().nullable() })),
    /** What images a file holds, and those that it only names. */
    inspect: procedure.input(z.object({ path: pathSchema })).output(
      z.object({
        images: z.array(fileImageSchema),
        incomplete: z.array(z.object({ name: z.string(), part: z.string() })),
      }),
    ),
  },
};
