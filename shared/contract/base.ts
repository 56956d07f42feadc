import { oc } from '@orpc/contract';
import { z } from 'zod';
import { contractErrors } from '../errors.ts';
import { DIGEST_PATTERN, NAMED_DIGEST_PATTERN } from '../oci/digest.ts';
import { isRepository, TAG_PATTERN } from '../oci/reference.ts';

type Meta = { readonly isCommand: boolean };

/** Where a procedure that reads starts: the closed set of failures. A page that is out of reach of the application asks once it is back. */
export const procedure = oc.$meta<Meta>({ isCommand: false }).errors(contractErrors);

/**
 * Where a procedure starts that changes something, or does something that the person is there for. It is sent at once or not at all: one that
 * waited for a connection would be carried out when the person no longer expects it.
 */
export const command = procedure.meta({ isCommand: true });

export const connectionIdSchema = z.string().min(1).max(64);
export const repositorySchema = z.string().refine(isRepository, 'not a repository name');
export const tagSchema = z.string().regex(TAG_PATTERN);
/** The page's own name for something long that it began. */
export const runIdSchema = z.string().min(1).max(64);
export const digestSchema = z.string().regex(DIGEST_PATTERN);
/** A digest that a manifest names: it may be one that nothing can be asked for by. */
export const namedDigestSchema = z.string().regex(NAMED_DIGEST_PATTERN);

/** Tags that are copied, saved or retagged at once: as many images as are read from one image file. Deletions have no such limit. */
export const MOST_TAGS = 100;

/**
 * Why a list ends before the registry's does: the limit of names or of pages was met, its pages lead to each other, or the next one may not be
 * followed.
 */
export const listCutSchema = z.enum(['names', 'pages', 'loop', 'link']);
export type ListCut = z.infer<typeof listCutSchema>;

/** Names of tags or repositories, a line each (`name-lines.ts`). */
export const namesSchema = z.string();

/** A repository of a saved registry: what most procedures are about. */
export const inRepositorySchema = z.object({ connectionId: connectionIdSchema, repository: repositorySchema });
