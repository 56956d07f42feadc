import { z } from 'zod';
import { command, digestSchema, inRepositorySchema, procedure, runIdSchema, tagSchema } from './base.ts';
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
const planId = z.object({ planId: z.string().max(64) });
const started = z.object({ runId: runIdSchema });

const transferPlanSchema = planId.extend({
  /** What the new tag will point to; another digest than `whole` where platforms were chosen or are missing. */
  digest: z.string(),
  whole: z.string(),
  platforms: z.array(platformSchema),
  missing: z.array(missingSchema),
  /** Foreign layers that the source does not have: they are left out. */
  foreign: shareSchema,
  /** Already present at the target; mounted by the registry; transferred over the network. */
  present: shareSchema,
  toMount: shareSchema,
  toTransfer: shareSchema,
  referrers: z.number(),
  current: currentSchema,
});

const savePlanSchema = planId.extend({
  digest: z.string(),
  /** `docker load` takes a single image. */
  isIndex: z.boolean(),
  /** Its manifests have Docker's media types, which not every reader of OCI layouts knows. */
  isDocker: z.boolean(),
  missing: z.array(missingSchema),
  /** Foreign layers that the registry does not have: an OCI layout is written without them, a file for `docker load` is not written. */
  foreign: shareSchema,
  platforms: z.array(platformSchema),
  blobs: z.number(),
  bytes: z.number(),
});

/** An image in a file. `name` is what the file calls it. */
const fileImageSchema = z.object({ name: z.string(), digest: z.string(), platforms: z.array(z.string()), bytes: z.number() });

export type TransferPlan = z.infer<typeof transferPlanSchema>;
export type SavePlan = z.infer<typeof savePlanSchema>;
export type ImageInFile = z.infer<typeof fileImageSchema>;
export type Share = z.infer<typeof shareSchema>;

export const transferContract = {
  copy: {
    /** What a copy would transfer, and what the target's tag is now. `platforms` is null for all. */
    plan: procedure
      .input(
        z.object({
          source: inRepositorySchema.extend({ reference: z.union([tagSchema, digestSchema]) }),
          target: image,
          platforms,
          referrers: z.boolean(),
        }),
      )
      .output(transferPlanSchema),
    /** Copies what the plan named, where the target's tag is still what the plan saw. */
    start: command.input(planId).output(started),
  },
  save: {
    plan: procedure.input(image.extend({ platforms, format: z.enum(['oci', 'docker']) })).output(savePlanSchema),
    /**
     * Writes the image to a file. An existing one is replaced only where `replace` says so (CONFLICT `file-exists`), and only if it is a tar or
     * was chosen in the system's dialog (IMAGE_FILE `not-replaced`).
     */
    start: command.input(planId.extend({ path: pathSchema, replace: z.boolean() })).output(started),
  },
  load: {
    /** What loading would transfer, after the layers were found to be what the image's config says (IMAGE_FILE `layer-…`). */
    plan: procedure.input(z.object({ path: pathSchema, image: digestSchema, target: image })).output(transferPlanSchema),
    start: command.input(planId).output(started),
  },
  file: {
    /** The folder for a new file, and whether the system's own dialog can ask for one. */
    folder: procedure.output(z.object({ folder: z.string(), canChoose: z.boolean() })),
    /** Asks for a file with the system's dialog; null where the person chose none. */
    choose: command.input(z.object({ what: z.enum(['open', 'save']), path: z.string() })).output(z.object({ path: z.string().nullable() })),
    /** What images a file holds, and those that it only names. */
    inspect: procedure.input(z.object({ path: pathSchema })).output(
      z.object({
        images: z.array(fileImageSchema),
        incomplete: z.array(z.object({ name: z.string(), part: z.string() })),
      }),
    ),
  },
};
