import { z } from 'zod';
import type { ListCut } from '../../shared/contract/base.ts';
import { Failure, isFailure, type RegistryError } from '../../shared/errors.ts';
import { parseJson } from '../../shared/json.ts';
import { isTag } from '../../shared/oci/reference.ts';
import { productOf } from '../../shared/products/products.ts';
import { headerOf, isNotOffered, isNotUnderstood, statusOf } from './http/failure.ts';
import { limits, MAX_NAMES, MAX_PAGES } from './http/limits.ts';
import { nextPageQuery } from './link.ts';
import { checkedRepository, pull } from './names.ts';
import type { Transport } from './transport.ts';

/** A page of names, each name once in a list; the last one has `cut` where the list goes on and is not read further. */
export type NamePage = { readonly names: readonly string[]; readonly cut?: ListCut | undefined };

/** A list of names that a registry gives in pages. */
type List = {
  readonly path: string;
  readonly scopes: readonly string[];
  readonly what: 'repositories' | 'tags';
  readonly read: (text: string) => readonly string[];
};

type Answered = Awaited<ReturnType<Transport['send']>>;

/** Names that are asked for on a page, where the product suits no other number better. */
const PAGE_SIZE = 1000;
// Nexus lists null among the tags (docs/protocol.md section 2).
// Looked at by zod one by one, 10,000 take three times as long.
const names = z.custom<readonly unknown[]>(Array.isArray).transform((all) => all.filter((name) => typeof name === 'string'));
const catalogPage = z.object({ repositories: names.nullish() });
const tagsPage = z.object({ tags: names.nullish() });

/** Pages of tag names. A repository that the catalog lists and that has none (`tags: null`, 404 NAME_UNKNOWN) has no pages. */
export async function* tagPages(transport: Transport, repository: string, signal?: AbortSignal): AsyncGenerator<NamePage> {
  const path = `${checkedRepository(repository)}/tags/list`;
  const read = (text: string): readonly string[] => tagsPage.parse(parseJson(text, 'tags')).tags ?? [];
  let pages = 0;
  try {
    for await (const page of namePages(transport, { path, scopes: pull(repository), what: 'tags', read }, signal)) {
      pages++;
      yield { ...page, names: page.names.filter(isTag) };
    }
  } catch (error) {
    if (pages > 0 || !isFailure(error, 'NOT_FOUND')) throw error;
  }
}

/**
 * Pages of the catalog. `ping` tells a password that is wrong everywhere from an account that may not list.
 * @throws Failure UNSUPPORTED for a registry that does not list repositories.
 */
export async function* catalogPages(transport: Transport, ping: () => Promise<void>, signal?: AbortSignal): AsyncGenerator<NamePage> {
  const read = (text: string): readonly string[] => catalogPage.parse(parseJson(text, 'repositories')).repositories ?? [];
  try {
    yield* namePages(transport, { path: '_catalog', scopes: ['registry:catalog:*'], what: 'repositories', read }, signal);
  } catch (error) {
    if (isFailure(error, 'UNAUTHORIZED') && ['rejected', 'no-credentials'].includes(error.data.reason)) await ping();
    else if (!isFailure(error, 'FORBIDDEN') && !isFailure(error, 'NOT_FOUND') && !isNotOffered(error)) throw error;
    throw new Failure('UNSUPPORTED', { feature: 'catalog', detail: statusOf(error), ...wordsOf(error) });
  }
}

/** The first million names of a list. */
export async function* limited(pages: AsyncGenerator<NamePage>): AsyncGenerator<NamePage> {
  let room = MAX_NAMES;
  for await (const page of pages) {
    if (page.names.length > room) return yield { names: page.names.slice(0, room), cut: 'names' };
    room -= page.names.length;
    yield page;
  }
}

/** Follows `Link`; where there is none and the page was full, asks once with `last`, as some registries send no Link (docs/protocol.md section 2). */
async function* namePages(transport: Transport, list: List, signal: AbortSignal | undefined): AsyncGenerator<NamePage> {
  const seen = new Set<string>();
  let wanted: URLSearchParams | undefined = new URLSearchParams({ n: String(PAGE_SIZE) });
  let refused = Number.POSITIVE_INFINITY;
  let isGuess = false;
  for (let page = 1; wanted; page++) {
    const query = withSize(wanted, productOf(transport.product).pageSize, refused);
    const read: PageAnswer | undefined = await readPage(transport, list, query, signal).catch((error: unknown) => {
      if (isGuess && isNoSuchPage(error)) return undefined;
      throw error;
    });
    if (!read) return;
    const { answer, asked } = read;
    if (sizeOf(asked) < sizeOf(query)) refused = sizeOf(query);
    const all = readNames(answer.body, list);
    const fresh = all.filter((name) => !seen.has(name) && seen.add(name));
    const linked = nextPageQuery(headerOf(answer.headers, 'link'), answer.url);
    const cut = cutOf({ linked, asked, all, fresh, page });
    wanted = cut === undefined ? nextQuery({ linked, asked, all, fresh, page }) : undefined;
    isGuess = linked === undefined;
    yield { names: fresh, cut };
  }
}

const sizeOf = (query: URLSearchParams): number => Number(query.get('n') ?? 0);

/** The query with pages of the size that suits the product: a Link repeats the one that was asked for before the product was known. */
function withSize(query: URLSearchParams, size: number | undefined, refused: number): URLSearchParams {
  if (size === undefined || size >= refused || !query.has('n')) return query;
  const sized = new URLSearchParams(query);
  sized.set('n', String(size));
  return sized;
}

type PageRead = {
  readonly linked: URLSearchParams | 'unusable' | undefined;
  readonly asked: URLSearchParams;
  readonly all: readonly string[];
  readonly fresh: readonly string[];
  readonly page: number;
};

/** Why a list is cut here: its next page cannot be followed, or it brings nothing new and still names another. */
function cutOf({ linked, asked, all, fresh, page }: PageRead): ListCut | undefined {
  if (linked === 'unusable') return 'link';
  if (linked === undefined) return undefined;
  if (fresh.length === 0 && (all.length > 0 || linked.toString() === asked.toString())) return 'loop';
  return page === MAX_PAGES ? 'pages' : undefined;
}

/** The query of the page after this one: as the registry says, or where it says nothing and the page was full, behind its last name. */
function nextQuery({ linked, asked, all, fresh }: PageRead): URLSearchParams | undefined {
  if (linked !== undefined && linked !== 'unusable') return linked;
  const last = all.at(-1);
  const size = sizeOf(asked) || PAGE_SIZE;
  return all.length === size && last !== undefined && fresh.length > 0 ? new URLSearchParams({ n: String(size), last }) : undefined;
}

/** A page, and what it was asked with. */
type PageAnswer = { readonly answer: Answered; readonly asked: URLSearchParams };

/** The registry wants a smaller n (400 PAGINATION_NUMBER_INVALID, ECR's 405), or so many names are more than is read of one answer. */
const isTooLarge = (error: unknown): boolean =>
  isNotUnderstood(error) || (isFailure(error, 'INVALID_RESPONSE') && error.data.why === limits.listPage.why);

async function readPage(transport: Transport, list: List, asked: URLSearchParams, signal: AbortSignal | undefined): Promise<PageAnswer> {
  const { path, scopes, what } = list;
  const request = { method: 'GET', path, scopes, expect: [200], limit: limits.listPage, what, action: 'list', signal } as const;
  try {
    return { answer: await transport.send({ ...request, query: asked }), asked };
  } catch (error) {
    if (sizeOf(asked) > PAGE_SIZE && isTooLarge(error)) {
      const smaller = new URLSearchParams(asked);
      smaller.set('n', String(PAGE_SIZE));
      return readPage(transport, list, smaller, signal);
    }
    // Or none at all.
    if (!isNotUnderstood(error) || !asked.has('n') || asked.has('last')) throw error;
    const without = new URLSearchParams(asked);
    without.delete('n');
    return { answer: await transport.send({ ...request, query: without }), asked: without };
  }
}

/** What a registry answers to a page that no Link named and that it does not have (ECR: 405). */
const isNoSuchPage = (error: unknown): boolean => isFailure(error, 'NOT_FOUND') || isNotUnderstood(error);

function readNames(body: Buffer, { read, what }: List): readonly string[] {
  try {
    return read(body.toString('utf8'));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('INVALID_RESPONSE', { where: what, why: 'not-a-list' });
  }
}

/** The registry's own words, where a failure has any. */
export function wordsOf(error: unknown): { errors?: RegistryError[] } {
  return isFailure(error) && 'errors' in error.data && error.data.errors ? { errors: error.data.errors } : {};
}
