import type { z } from 'zod';
import type { ReadTag, ToldOfTag } from '../../../shared/contract/tags.ts';
import type { UntaggedImage } from '../../../shared/contract/untagged.ts';
import { Failure } from '../../../shared/errors.ts';
import { parseJson } from '../../../shared/json.ts';
import type { Part } from '../../../shared/reasons.ts';
import type { DeleteAnswer } from '../http/failure.ts';
import type { NamePage } from '../pages.ts';

/** A row of the tag table; or, where the product knows no whole row, what it says beside the row. */
export type ToldRow = ReadTag | { readonly state: 'told'; readonly tag: string; readonly told: ToldOfTag };

/** A product's own API: what it offers beside the specification. */
export type ProductApi = {
  /** Repositories for people whom the catalog does not serve. */
  readonly repositories?: (signal: AbortSignal | undefined) => AsyncGenerator<NamePage>;
  /** Rows of the tag table, a hundred a request instead of one; tags may be missing, none is invented. */
  readonly tagRows?: (repository: string, signal: AbortSignal | undefined) => AsyncGenerator<ToldRow[]>;
  /** Every manifest without a tag, but for what is part of an index. */
  readonly untagged?: (repository: string, signal: AbortSignal | undefined) => AsyncGenerator<UntaggedImage[]>;
  /** Deletes this tag and nothing else. Statuses: 200, 202 or 204 deleted, 404 not found, 400 or 405 not offered. */
  readonly deleteTag?: (repository: string, tag: string, digest: string, signal: AbortSignal | undefined) => Promise<DeleteAnswer>;
  /** Ends connections of its own. */
  readonly close?: () => Promise<void>;
};

/** Reads an answer of a product's own API. @throws Failure INVALID_RESPONSE. */
export function readAnswer<T>(schema: z.ZodType<T>, body: Buffer, where: Part): T {
  const parsed = schema.safeParse(parseJson(body.toString('utf8'), where));
  if (!parsed.success)
    throw new Failure('INVALID_RESPONSE', { where, why: 'field', detail: parsed.error.issues[0]?.path.join('.').slice(0, 200) ?? '' });
  return parsed.data;
}
