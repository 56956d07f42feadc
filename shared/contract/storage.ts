import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { connectionIdSchema, digestSchema, procedure, repositorySchema, tagSchema } from './base.ts';

/** A folder of repositories by its path without a slash at the end; empty for all of a registry. */
const folderSchema = z.string().max(255);

/** What is measured: a folder and all below it, or a repository. */
const storageScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), folder: folderSchema }),
  z.object({ kind: z.literal('repository'), repository: repositorySchema }),
]);

/** What the bytes are told by: what a folder has in it, its repositories, the images of the tags, or layers and configs. */
const storageBySchema = z.enum(['namespace', 'repository', 'tag', 'layer']);

/** Bytes, each blob once: all, and those that nothing else in the registry uses, as far as that has been read. */
const weightSchema = z.object({ total: z.number(), unique: z.number() });

/** What several images have in common is counted once in all of these. */
const figuresSchema = weightSchema.extend({
  /** Bytes if no image shared anything with another. */
  alone: z.number(),
  tags: z.number(),
  images: z.number(),
  /** Images of which nothing or not everything below them was read: there is more than what is counted. */
  unread: z.number(),
  /** Repositories of the scope that are known, and those of them whose tags were all read. */
  repositories: z.object({ known: z.number(), read: z.number() }),
});

/** A part of the scope. */
const storageGroupSchema = weightSchema.extend({
  /** Of a namespace its path, of a repository its name, of a tag or a layer the digest. */
  key: z.string(),
  kind: z.enum(['folder', 'repository', 'image', 'layer']),
  /** Of an image its first tags; of a layer one tag that uses it, with its repository. */
  tags: z.array(z.object({ repository: z.string(), tag: z.string() })).readonly(),
  /** Tags in it, or that use it, and repositories in it. */
  tagCount: z.number(),
  repositoryCount: z.number(),
});

/** The longest beginning of layers that at least half of the images share: what they are built on. `images` have it, of so many platforms' images. */
const baseSchema = z.object({ layers: z.array(z.string()).readonly(), bytes: z.number(), images: z.number(), of: z.number() });

/** `rest`: groups that are too many to be told one by one. */
const storageResultSchema = z.object({
  figures: figuresSchema,
  groups: z.array(storageGroupSchema).readonly(),
  rest: weightSchema.extend({ count: z.number() }),
  base: baseSchema.optional(),
});

/** `progress`: repositories that were gone through, while it is counted. */
const storageEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), done: z.number(), of: z.number() }),
  z.object({ kind: z.literal('result'), result: storageResultSchema }),
]);

/** What may be deleted: tags, images with all their tags, or whole folders and repositories. */
const storageSelectionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tags'), repository: repositorySchema, tags: z.array(tagSchema).max(100_000) }),
  z.object({ kind: z.literal('images'), repository: repositorySchema, digests: z.array(digestSchema).max(100_000) }),
  z.object({
    kind: z.literal('repositories'),
    folders: z.array(folderSchema).max(10_000),
    repositories: z.array(repositorySchema).max(100_000),
  }),
]);

/** What deleting a selection frees is `unique`. `elsewhere`: repositories that were not read whole and may use the same layers. */
const selectionWeightSchema = weightSchema.extend({ tags: z.number(), unread: z.number(), elsewhere: z.number() });

/** The tags that use a layer; `more` where there are more than are told. */
const layerUsersSchema = z.object({ tags: z.array(z.object({ repository: repositorySchema, tag: tagSchema })), more: z.boolean() });

export type StorageScope = z.infer<typeof storageScopeSchema>;
export type StorageBy = z.infer<typeof storageBySchema>;
export type StorageGroup = z.infer<typeof storageGroupSchema>;
export type StorageResult = z.infer<typeof storageResultSchema>;
export type StorageEvent = z.infer<typeof storageEventSchema>;
export type StorageSelection = z.infer<typeof storageSelectionSchema>;
export type LayerUsers = z.infer<typeof layerUsersSchema>;
export type SelectionWeight = z.infer<typeof selectionWeightSchema>;

export const storageContract = {
  /** What a scope takes, from what has been read of it; asks the registry nothing. Leaving the loop stops the counting. */
  read: procedure
    .input(z.object({ connectionId: connectionIdSchema, scope: storageScopeSchema, by: storageBySchema }))
    .output(eventIterator(storageEventSchema)),
  /** What a selection takes, and what deleting it frees. */
  weigh: procedure.input(z.object({ connectionId: connectionIdSchema, selection: storageSelectionSchema })).output(selectionWeightSchema),
  /** Who uses a layer. */
  layerUsers: procedure.input(z.object({ connectionId: connectionIdSchema, digest: digestSchema })).output(layerUsersSchema),
};
