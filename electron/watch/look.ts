import { isOneTag, MOST_WATCHED, type Watch } from '../../shared/contract/watch.ts';
import { blames, Failure } from '../../shared/errors.ts';
import { matchesGlob } from '../../shared/pattern.ts';
import { listTags } from '../changes/core/scan.ts';
import type { RegistryClient } from '../registry/client.ts';
import { inBackground } from '../registry/http/background.ts';
import { isTransient } from '../registry/http/failure.ts';
import { pool } from '../registry/pool.ts';
import { retryAfterOf } from './rests.ts';
import type { Answers, Seen } from './what-changed.ts';

/** HEADs at once, at the most. */
const WIDTH = 4;
/** Tags that a busy registry could not answer for, after which it is left alone. */
const MOST_TROUBLE = 3;

/** What a look goes by. */
type Watched = Pick<Watch, 'id' | 'pattern'> & { readonly seen: Seen | undefined; readonly unread: readonly string[] };

/** A watch that is due: all of it, or only what the last look did not come to. */
export type Due = { readonly watch: Watched; readonly isFull: boolean };

/** What one look at a repository brought. */
export type Look = {
  /** The names, where they were listed. */
  readonly names: readonly string[] | undefined;
  readonly answers: Answers;
  /** Tags that could not be read, and why. */
  readonly failed: ReadonlyMap<string, unknown>;
  /** Tags that it did not come to. */
  readonly unread: ReadonlySet<string>;
  /** How many tags match, of watches by whose pattern there are too many. */
  readonly tooMany: ReadonlyMap<string, number>;
  /** Why the tags were not listed, while they can still be asked for by their names. */
  readonly notListed?: unknown;
  /** What ended it early. Nothing was asked for where the list was not read either. */
  readonly cut?: { readonly error: unknown; readonly isBegun: boolean };
};

/** Whether a watch is about this tag. */
export const isAbout = ({ pattern }: Pick<Watch, 'pattern'>, tag: string): boolean =>
  isOneTag(pattern) ? tag === pattern : matchesGlob(tag, pattern);

/** The tags that a watch is about, of those that are listed and those that were seen. */
function tagsOf(watch: Watched, names: readonly string[] | undefined): string[] {
  if (isOneTag(watch.pattern)) return [watch.pattern];
  return [...new Set([...(names ?? []), ...(watch.seen?.keys() ?? [])])].filter((tag) => isAbout(watch, tag));
}

/** Whether the next request would fail the same way, or is not wanted by the registry. */
const endsLook = (error: unknown): boolean => blames(error) === 'connection' || retryAfterOf(error) !== undefined;

/**
 * Looks at one repository for all watches that are due: one list where a pattern needs the names, and one HEAD a tag, whichever watches have it.
 * Nothing is tried again, and the first failure of the connection ends it. `room`: how many tags there is room for. Never throws.
 */
export function look(client: RegistryClient, repository: string, due: readonly Due[], room: number, signal: AbortSignal): Promise<Look> {
  return inBackground(
    async () => signal.throwIfAborted(),
    () => lookNow(client, repository, due, room, signal),
    'once',
  );
}

async function lookNow(client: RegistryClient, repository: string, due: readonly Due[], room: number, signal: AbortSignal): Promise<Look> {
  let list: Awaited<ReturnType<typeof listTags>> | undefined;
  let notListed: unknown;
  if (due.some(({ watch, isFull }) => isFull && !isOneTag(watch.pattern))) {
    try {
      list = await listTags(client, repository, signal);
      if (list.pages === 0) notListed = new Failure('NOT_FOUND', { what: 'repository', subject: repository });
    } catch (error) {
      const nothing = { names: undefined, answers: new Map(), failed: new Map(), unread: new Set<string>(), tooMany: new Map() };
      if (endsLook(error) || isTransient(error)) return { ...nothing, cut: { error, isBegun: false } };
      notListed = error;
    }
  }
  const { asked, answers, listed, tooMany } = whatToAsk(due, list, room);
  const { failed, unread, cut } = await headAll(
    client,
    repository,
    asked,
    (tag, digest) => {
      // A broken tag that is listed and was never there to be pulled did not vanish.
      const wasThere = due.some(({ watch }) => watch.seen?.get(tag));
      if (digest !== null || wasThere || !listed.has(tag)) answers.set(tag, digest);
    },
    signal,
  );
  return {
    ...{ names: list?.names, answers, failed, unread, tooMany },
    ...(notListed === undefined ? {} : { notListed }),
    ...(cut === undefined ? {} : { cut: { error: cut.error, isBegun: true } }),
  };
}

/** The tags to ask for, those first that the last look did not come to, and what the list has answered already. Pure. */
function whatToAsk(due: readonly Due[], list: { readonly names: readonly string[]; readonly capped: boolean } | undefined, room: number) {
  const answers = new Map<string, string | null>();
  const tooMany = new Map<string, number>();
  const listed = new Set(list?.names);
  const first: string[] = [];
  const rest: string[] = [];
  for (const { watch, isFull } of due) {
    if (!isFull) {
      first.push(...watch.unread);
      continue;
    }
    const tags = tagsOf(watch, list?.names);
    if (tags.length > Math.min(room, MOST_WATCHED)) {
      tooMany.set(watch.id, tags.length);
      continue;
    }
    // What is not in a whole list is not there: it is not asked for.
    if (list && !list.capped && !isOneTag(watch.pattern)) for (const tag of tags) if (!listed.has(tag)) answers.set(tag, null);
    first.push(...watch.unread);
    rest.push(...tags);
  }
  return { asked: [...new Set([...first, ...rest])].filter((tag) => !answers.has(tag)), answers, listed, tooMany };
}

async function headAll(
  client: RegistryClient,
  repository: string,
  tags: readonly string[],
  onAnswer: (tag: string, digest: string | null) => void,
  signal: AbortSignal,
): Promise<{ failed: Map<string, unknown>; unread: Set<string>; cut: { readonly error: unknown } | undefined }> {
  const failed = new Map<string, unknown>();
  const unread = new Set(tags);
  const waiting = tags.toReversed();
  // Also ends what waits for its turn: after a Retry-After nothing may be sent.
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let cut: { readonly error: unknown } | undefined;
  await pool(
    WIDTH,
    () => (either.aborted ? undefined : waiting.pop()),
    async (tag) => {
      try {
        onAnswer(tag, (await client.head(repository, tag, either))?.digest ?? null);
        unread.delete(tag);
      } catch (error) {
        if (either.aborted) return;
        if (endsLook(error)) {
          cut = { error };
          return stop.abort();
        }
        failed.set(tag, error);
        unread.delete(tag);
        if (isTransient(error) && [...failed.values()].filter(isTransient).length >= MOST_TROUBLE) {
          cut = { error };
          stop.abort();
        }
      }
    },
  );
  if (signal.aborted && unread.size > 0) cut ??= { error: signal.reason };
  return { failed, unread, cut };
}
