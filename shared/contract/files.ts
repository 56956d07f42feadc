import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { MOST_OF_FILE_FILTER } from '../file-limits.ts';
import { layerFactsSchema } from '../files/layer-facts.ts';
import { layerProblemSchema } from '../files/layer-problem.ts';
import { command, digestSchema, inRepositorySchema, procedure } from './base.ts';

/** An image by the digest of its manifest, never of an index. */
const imageSchema = inRepositorySchema.extend({ digest: digestSchema });
/** Layers count from 1, the lowest. */
const layerNumberSchema = z.int().min(1).max(10_000);
/** As `FileEntry` has it; '' is the root. */
const pathSchema = z.string().max(20_000);

const kindSchema = z.enum(['file', 'folder', 'symlink', 'hardlink', 'character-device', 'block-device', 'fifo']);

/** What a layer does with a path. A folder that only holds changes has none. */
const changeSchema = z.enum(['added', 'changed', 'deleted']);

/** One file or folder, in the merged image or in one layer of it. */
const fileRowSchema = z.object({
  path: z.string(),
  /** The last part of the path. */
  name: z.string(),
  kind: kindSchema,
  /** Bytes; of a folder of all files below it, each content once. Of what a layer deletes, the bytes that it had. */
  size: z.number(),
  /** Of a folder: all below it that are no folders. */
  files: z.number().optional(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  user: z.string().optional(),
  group: z.string().optional(),
  /** ms since 1970. */
  modified: z.number().optional(),
  target: z.string().optional(),
  digest: z.string().optional(),
  /** The layers that wrote it, the last one is where it comes from. Empty for a folder that no layer names. */
  layers: z.array(z.number()).readonly(),
  /** In a single layer: what it does here. */
  change: changeSchema.optional(),
  /** In a single layer: the later layer that overwrote or deleted it. */
  replacedIn: z.number().optional(),
  /** In the merged image, of what is not in it any more: the layer that deleted it. */
  deletedIn: z.number().optional(),
});

/** What a layer does to those below it. `wasted`: bytes of it that later layers overwrite or delete. */
const layerChangesSchema = z.object({
  number: z.number(),
  added: z.number(),
  changed: z.number(),
  deleted: z.number(),
  wasted: z.number(),
  /** What only shows where the layer meets those below it. */
  problems: z.array(layerProblemSchema).readonly(),
});

const filesEventSchema = z.discriminatedUnion('kind', [
  /** Bytes of a layer that came, at most ten times a second. */
  z.object({ kind: z.literal('progress'), layer: z.number(), bytes: z.number(), of: z.number() }),
  layerFactsSchema.extend({ kind: z.literal('layer'), number: z.number() }),
  /** Everything is known. `files`: in the merged image, without folders; `unpacked`: their bytes; `wasted`: bytes that were written, then overwritten or deleted. */
  z.object({
    kind: z.literal('end'),
    files: z.number(),
    unpacked: z.number(),
    wasted: z.number(),
    layers: z.array(layerChangesSchema).readonly(),
  }),
]);

/** A layer before it is read. `isKnown`: its files are, so that none of its bytes are needed; `bytes`: what listing them takes, of a layer with a table of contents only that. */
const plannedLayerSchema = z.object({
  number: z.number(),
  digest: z.string(),
  mediaType: z.string(),
  size: z.number(),
  isKnown: z.boolean(),
  bytes: z.number(),
});

/** A file that is in a layer and not in the image. */
const wastedSchema = z.object({
  path: z.string(),
  size: z.number(),
  layer: z.number(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  user: z.string().optional(),
  how: z.enum(['overwritten', 'deleted']),
  /** The layer that did; the same one where a layer has a path twice. */
  by: z.number(),
});

/** Who has a file of a name; `isListed` where that rests on a table of contents alone. `layers`: how many layers have been read, of which this is told; `more`: there are more than are told. */
const fileUsersSchema = z.object({
  users: z
    .array(
      z.object({
        connectionId: z.string(),
        repository: z.string(),
        tag: z.string(),
        name: z.string(),
        layer: z.string(),
        isListed: z.boolean(),
      }),
    )
    .readonly(),
  more: z.boolean(),
  layers: z.number(),
});

/** `on-path`: found by its name alone, in a folder of the image's PATH. */
const markSchema = z.enum(['on-path', 'set-uid', 'world-writable']);

/** Bytes of a file that is shown. */
export const MAX_PREVIEW = 4 * 1024 * 1024;

/** Bytes of a file that is dragged out of a window: it has to be there before the mouse button is released. */
export const MAX_DRAGGED = 32 * 1024 * 1024;

/** The content of a file as it can be shown. Pictures are shown by their bytes, never by their names; SVG is text. */
const fileContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), size: z.number(), text: z.string(), encoding: z.enum(['utf-8', 'utf-16', 'latin-1']) }),
  /** `data` is base64. */
  z.object({
    kind: z.literal('picture'),
    size: z.number(),
    mediaType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
    data: z.string(),
  }),
  z.object({ kind: z.literal('binary'), size: z.number() }),
  /** Not read, because it is larger than `most` bytes. */
  z.object({ kind: z.literal('too-large'), size: z.number(), most: z.number() }),
]);

export type FileContent = z.infer<typeof fileContentSchema>;
/**
 * What two images differ in at a path: bytes of either, of a whole folder that only one has also how many files are in it. `facts`: what differs beside the
 * content, modes in octal, owners as `uid:gid`. `isContent`: there is content that differs or may, or that only one has.
 */
const fileDifferenceSchema = z.object({
  mark: z.enum(['added', 'changed', 'removed']),
  path: z.string(),
  kind: kindSchema,
  left: z.number().optional(),
  right: z.number().optional(),
  files: z.number().optional(),
  facts: z.array(z.object({ what: z.enum(['kind', 'mode', 'owner', 'target']), left: z.string(), right: z.string() })).readonly(),
  isContent: z.boolean(),
});

/** Lines of a file that is compared with another one. */
export const MAX_DIFF_LINES = 50_000;

/** Lines that follow each other, with their ends: in both files, or in one of them. */
const diffPartSchema = z.object({ mark: z.enum(['same', 'removed', 'added']), text: z.string() });

/** What two files differ in. Of text `isRough`: some lines that both have may be told as removed and added. */
const fileDiffSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), parts: z.array(diffPartSchema).readonly(), isRough: z.boolean() }),
  z.object({ kind: z.literal('binary'), isEqual: z.boolean() }),
  /** Not read, because one of them is larger than `most` bytes. */
  z.object({ kind: z.literal('too-large'), most: z.number() }),
  /** Not compared, because one of them has more than `most` lines. */
  z.object({ kind: z.literal('too-many-lines'), most: z.number() }),
]);

export type DiffPart = z.infer<typeof diffPartSchema>;
export type FileDiff = z.infer<typeof fileDiffSchema>;

export type FileDifference = z.infer<typeof fileDifferenceSchema>;
export type FileRow = z.infer<typeof fileRowSchema>;
export type FileChange = z.infer<typeof changeSchema>;
export type FileUsers = z.infer<typeof fileUsersSchema>;
export type FileMark = z.infer<typeof markSchema>;
export type FilesOf = z.infer<typeof imageSchema>;
export type FilesEvent = z.infer<typeof filesEventSchema>;
export type LayerChanges = z.infer<typeof layerChangesSchema>;
export type PlannedLayer = z.infer<typeof plannedLayerSchema>;
export type WastedFile = z.infer<typeof wastedSchema>;

/** One layer, or without it the merged image. */
const viewSchema = imageSchema.extend({ layer: layerNumberSchema.optional() });

export const filesContract = {
  /** What reading the files of an image needs. `bytes`: of layers that are not known yet. */
  plan: procedure.input(imageSchema).output(z.object({ layers: z.array(plannedLayerSchema).readonly(), bytes: z.number() })),
  /**
   * Reads the layers whose files are not known. A layer that cannot be read has problems and no files; the rest is told. `full`: also those whose
   * table of contents is enough. Leaving the loop stops the bytes.
   */
  read: procedure.input(imageSchema.extend({ full: z.boolean() })).output(eventIterator(filesEventSchema)),
  /**
   * What is in a folder, folders first; `more` are not told. `withDeleted`: of the merged image also what a layer deleted. NOT_FOUND `files` where the
   * image has not been read, or longer ago than is kept; `file` where there is none by that path.
   */
  folder: procedure
    .input(viewSchema.extend({ path: pathSchema, withDeleted: z.boolean().optional() }))
    .output(z.object({ rows: z.array(fileRowSchema).readonly(), more: z.number() })),
  /** One file or folder. NOT_FOUND `file` where there is none by that path. */
  entry: procedure.input(viewSchema.extend({ path: pathSchema })).output(fileRowSchema),
  /**
   * Files by their path (words that all occur, in any case; `-word` must not), size, marks, and of the merged image the layer that added or changed them (with
   * `withDeleted` also what is deleted, and by that layer), in the order of their paths; `count` of all that match.
   */
  find: procedure
    .input(
      viewSchema.extend({
        text: z.string().max(MOST_OF_FILE_FILTER),
        minSize: z.number().nonnegative().optional(),
        marks: z.array(markSchema).max(3),
        changedIn: layerNumberSchema.optional(),
        withDeleted: z.boolean().optional(),
      }),
    )
    .output(z.object({ rows: z.array(fileRowSchema).readonly(), count: z.number() })),
  /** The content of one file, held against its digest. NOT_FOUND `file` where there is none by that path, as of a folder. */
  content: procedure.input(viewSchema.extend({ path: pathSchema })).output(fileContentSchema),
  /**
   * Hands one file to the system, which drags it to wherever the person drops it; `isDragged` is false where the host cannot, or the file is sparse or
   * larger than MAX_DRAGGED. NOT_FOUND `file` where there is none by that path.
   */
  drag: command.input(viewSchema.extend({ path: pathSchema })).output(z.object({ isDragged: z.boolean() })),
  /**
   * The tags, of all registries, whose image has a layer with a file of this name, or where there is none, one that begins with it: as far as
   * layers have been read.
   */
  where: procedure.input(z.object({ text: z.string().min(1).max(255) })).output(fileUsersSchema),
  /**
   * What the files of two images that were read differ in, the largest differences first; `count` of all, `added`, `removed`, `changed` and `undecided` in files. Of
   * `undecided` files only the sizes are known, and equal. NOT_FOUND `files` where one of them has not been read.
   */
  compare: procedure.input(z.object({ from: imageSchema, to: imageSchema })).output(
    z.object({
      rows: z.array(fileDifferenceSchema).readonly(),
      count: z.number(),
      added: z.number(),
      removed: z.number(),
      changed: z.number(),
      undecided: z.number(),
    }),
  ),
  /**
   * What the content of a file differs in between two images that were read, each side held against its digest; a side that is left out has no such file.
   * NOT_FOUND `file` where an image has none by that path.
   */
  diff: procedure.input(z.object({ from: imageSchema.optional(), to: imageSchema.optional(), path: pathSchema })).output(fileDiffSchema),
  /** What was written and later overwritten or deleted, largest first; `count` and `bytes` of all. */
  wasted: procedure.input(imageSchema).output(z.object({ rows: z.array(wastedSchema).readonly(), count: z.number(), bytes: z.number() })),
};
