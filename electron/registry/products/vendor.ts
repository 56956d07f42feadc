import type { z } from 'zod';
import type { ReadTag } from '../../../shared/contract/tags.ts';
import { Failure } from '../../../shared/errors.ts';
import { parseJson } from '../../../shared/json.ts';
import type { NamePage } from '../client.ts';
import type { DeleteAnswer } from '../http/failure.ts';

/** What a product offers beside the specification, and what it does otherwise. */
export type Vendor = {
  /** Repositories for people whom the catalog does not serve. */
  readonly repositories?: (signal: AbortSignal | undefined) => AsyncGenerator<NamePage>;
  /** Rows of the tag table, a hundred a request instead of one; tags may be missing, none is invented. */
  readonly tagRows?: (repository: string, signal: AbortSignal | undefined) => AsyncGenerator<ReadTag[]>;
  /** Removes this tag and nothing else. Statuses: 200, 202 or 204 done, 404 not there, 400 or 405 not offered. */
  readonly deleteTag?: (repository: string, tag: string, digest: string, signal: AbortSignal | undefined) => Promise<DeleteAnswer>;
  /** It refuses to delete a digest while a tag points at it: the tags go first, and a placeholder could not be deleted. */
  readonly tagsFirst: boolean;
  /** Ends connections of its own. */
  readonly close?: () => Promise<void>;
};

export const standard: Vendor = { tagsFirst: false };

/** Reads an answer of a product's own API. @throws Failure INVALID_RESPONSE. */
export function readAnswer<T>(schema: z.ZodType<T>, body: Buffer, where: string): T {
  const parsed = schema.safeParse(parseJson(body.toString('utf8'), where));
  if (!parsed.success)
    throw new Failure('INVALID_RESPONSE', { where, why: 'field', detail: parsed.error.issues[0]?.path.join('.').slice(0, 200) ?? '' });
  return parsed.data;
}
