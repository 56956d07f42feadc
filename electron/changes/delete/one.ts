import type { SingleEvent, SinglePlanEvent } from '../../../shared/contract/delete.ts';
import { Failure } from '../../../shared/errors.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import { emitted } from '../../registry/async-queue.ts';
import { endOfDelete } from '../core/outcome.ts';
import type { ChangePorts } from '../core/ports.ts';
import { putBack } from '../core/prove.ts';
import { recorded, writableClient } from '../core/recorded.ts';
import { readReferrers, referrersIn } from '../core/referrers.ts';
import { scanRepository } from '../core/scan.ts';
import { withManifests } from '../core/snapshot.ts';
import { runDelete } from './apply.ts';
import { isPlaceholder } from './placeholder.ts';
import { planDelete } from './plan.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

/** Reads everything a plan needs: every tag, every manifest, what this registry can delete; then computes it. */
export async function* planOne(
  ports: ChangePorts,
  { connectionId, repository, tag }: InRepository & { tag: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<SinglePlanEvent> {
  const client = ports.clients.of(connectionId);
  const { readOnly, protectedTags } = ports.clients.connection(connectionId);
  yield* emitted<SinglePlanEvent>(async (emit) => {
    const scan = await scanRepository(client, repository, signal, (read, total) => {
      if (read % 100 === 0 || read === total) emit({ kind: 'progress', read, total });
    });
    const head = scan.heads.get(tag);
    if (!head) throw new Failure('CONFLICT', { what: 'tag-gone', subject: tag });
    const cache = await ports.summaries.of(connectionId, repository);
    const [snapshot, referrers, abilities] = await Promise.all([
      withManifests({ client, repository, cache, signal }, scan, 'all'),
      referrersIn(client, repository, [head.digest], scan, signal),
      // A read-only connection is not even probed: the probe is a DELETE.
      readOnly ? ({ byDigest: 'unknown', byTag: 'unknown' } as const) : ports.probe.ask(client, connectionId, repository, signal),
    ]);
    await cache.flush();
    emit({
      kind: 'plan',
      plan: planDelete({
        tag,
        digest: head.digest,
        mediaType: head.mediaType,
        ...snapshot,
        abilities,
        referrers: (referrers.get(head.digest) ?? []).map(({ reference, artifactType }) => ({ name: reference, artifactType })),
        protectedTags,
        readOnly,
        tagsFirst: client.product.tagsFirst,
      }),
    });
  });
}

export type DeleteOrder = InRepository & {
  readonly tag: string;
  readonly digest: string;
  readonly what: 'tag' | 'image';
  /** The other tags on the digest that the person was shown. */
  readonly siblings: readonly string[];
  /** The repository's name, where an image with several tags is deleted. */
  readonly confirmation: string;
  /** Protected names among those that are deleted, as the person typed them. */
  readonly typed: readonly string[];
};

/** Deletes a tag or an image as it was confirmed, and proves it. @throws Failure where it may not begin. */
export async function deleteOne(ports: ChangePorts, order: DeleteOrder): Promise<AsyncGenerator<SingleEvent>> {
  const { connectionId, repository, tag, digest, what, siblings, confirmation, typed } = order;
  const client = writableClient(ports, connectionId);
  if (what === 'image' && siblings.length > 0 && confirmation !== repository)
    throw new Failure('CONFLICT', { what: 'not-confirmed', subject: repository });
  const { protectedTags } = ports.clients.connection(connectionId);
  const untyped = protectedOf(what === 'image' ? [tag, ...siblings] : [tag], protectedTags).find((name) => !typed.includes(name));
  if (untyped !== undefined) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: untyped });
  const abilities = await ports.probe.ask(client, connectionId, repository, undefined);
  const byTag = abilities.byTag === 'works';
  if (client.product.tagsFirst && !byTag) throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'vendor-only' });
  if (what === 'image' || !byTag) {
    if (abilities.byDigest === 'no-permission') throw new Failure('FORBIDDEN', { host: client.host, action: 'delete', by: 'registry' });
    if (abilities.byDigest !== 'works') throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'refused' });
  }
  const cache = await ports.summaries.of(connectionId, repository);
  const referrers = what === 'image' ? await readReferrers(client, repository, digest) : [];
  const job = {
    client,
    repository,
    tag,
    digest,
    what,
    way: byTag ? 'tag-delete' : 'placeholder',
    siblings,
    referrers,
    trash: ports.trash,
    cache,
  } as const;
  const images = what === 'image' ? [digest] : [];
  const moves = (what === 'image' ? [tag, ...siblings] : [tag]).map((name) => ({ tag: name, before: digest, after: null }));
  const begin = {
    connectionId,
    repository,
    what: what === 'image' ? 'delete-image' : 'delete-tag',
    tag,
    moves,
    referrers,
    images,
  } as const;
  return emitted<SingleEvent>(async (emit) => {
    const done = recorded(ports, begin, async (stepLog) => {
      const outcome = await runDelete({ ...job, stepLog }, emit);
      return { result: outcome, state: endOfDelete(outcome) };
    });
    const { result: outcome, change } = await done;
    emit({ kind: 'done', outcome, changeId: change.id });
  });
}

export type RestoreOrder = InRepository & { readonly tag: string; readonly digest: string };

/** Puts the kept bytes of a digest back under its tag, after a deletion that could not do so itself. @throws Failure. */
export async function restoreTag(ports: ChangePorts, { connectionId, repository, tag, digest }: RestoreOrder): Promise<{ digest: string }> {
  const client = writableClient(ports, connectionId);
  const saved = await ports.trash.load(digest);
  if (!saved) throw new Failure('UNSUPPORTED', { feature: 'restore', why: 'not-kept' });
  // Only what is gone, or was left on an empty image, is put back: a tag that has moved on belongs to whoever moved it.
  const now = await client.head(repository, tag);
  if (now && now.digest !== digest && !(await isPlaceholder(client, repository, { digest: now.digest, tag })))
    throw new Failure('CONFLICT', { what: 'tag-moved', subject: tag, now: now.digest });
  const moves = [{ tag, before: now?.digest ?? null, after: digest }];
  const done = recorded(ports, { connectionId, repository, what: 'undo', tag, moves }, async (stepLog) => {
    const result = await putBack(client, repository, tag, saved, stepLog);
    return { result, state: result === 'restored' ? 'done' : result === 'unknown' ? 'unknown' : 'failed' };
  });
  const { result } = await done;
  if (result === 'unknown') throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
  if (result === 'refused') throw new Failure('UNSUPPORTED', { feature: 'restore', why: 'refused' });
  return { digest };
}
