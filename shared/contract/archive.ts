import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { command, digestSchema, inRepositorySchema, procedure, runIdSchema, tagSchema } from './base.ts';
import { copyEventSchema, copyPlanSchema, copyProgressSchema, missingSchema, shareSchema } from './copy.ts';

const formatSchema = z.enum(['oci', 'docker']);
/** A path on the machine where Longshore runs. */
const pathSchema = z.string().trim().min(1).max(4096);
const platforms = z.array(z.string().max(200)).min(1).max(200).nullable();

const savePlanSchema = z.object({
  digest: z.string(),
  whole: z.string(),
  /** `docker load` takes a single image. */
  isIndex: z.boolean(),
  /** Its manifests are of Docker's own types, which not every reader of OCI layouts knows. */
  isDocker: z.boolean(),
  missing: z.array(missingSchema),
  /** Foreign layers that the registry does not hold: an OCI layout is written without them, a file for `docker load` is not written. */
  foreign: shareSchema,
  platforms: z.array(z.object({ name: z.string(), size: z.number() })),
  blobs: z.number(),
  bytes: z.number(),
});

const saveEventSchema = z.discriminatedUnion('kind', [
  copyProgressSchema,
  /** The file's size in bytes. */
  z.object({ kind: z.literal('done'), path: z.string(), bytes: z.number() }),
]);

/** An image in a file. `name` is what the file calls it. */
const archivedSchema = z.object({ name: z.string(), digest: z.string(), platforms: z.array(z.string()), bytes: z.number() });

export type SavePlan = z.infer<typeof savePlanSchema>;
export type SaveEvent = z.infer<typeof saveEventSchema>;
export type Archived = z.infer<typeof archivedSchema>;

const target = inRepositorySchema.extend({ tag: tagSchema });

export const archiveContract = {
  /** The folder for a new file, and whether the system's own dialog can ask for one. */
  place: procedure.output(z.object({ folder: z.string(), canChoose: z.boolean() })),
  /** Asks for a file with the system's dialog; null where the person chose none. */
  choose: command.input(z.object({ what: z.enum(['open', 'save']), path: z.string() })).output(z.object({ path: z.string().nullable() })),
  planSave: procedure.input(inRepositorySchema.extend({ tag: tagSchema, platforms, format: formatSchema })).output(savePlanSchema),
  /**
   * Writes the image to a file. One that is there is replaced only where `replace` says so (CONFLICT `file-exists`), and only if it is a tar or
   * was chosen in the system's dialog (ARCHIVE `not-replaced`).
   */
  save: command
    .input(
      inRepositorySchema.extend({
        runId: runIdSchema,
        tag: tagSchema,
        digest: digestSchema,
        platforms,
        format: formatSchema,
        path: pathSchema,
        replace: z.boolean(),
      }),
    )
    .output(eventIterator(saveEventSchema)),
  /** What images a file holds, and those that it only names. */
  inspect: procedure
    .input(z.object({ path: pathSchema }))
    .output(z.object({ images: z.array(archivedSchema), incomplete: z.array(z.object({ name: z.string(), part: z.string() })) })),
  /** What loading would do, once the layers are known to be what the image's config says (ARCHIVE `layer-…`). */
  planLoad: procedure.input(z.object({ path: pathSchema, image: digestSchema, target })).output(copyPlanSchema),
  /** Brings an image of a file into a registry, as a copy does. */
  load: command
    .input(z.object({ runId: runIdSchema, path: pathSchema, target, digest: digestSchema, expected: digestSchema.nullable() }))
    .output(eventIterator(copyEventSchema)),
};
