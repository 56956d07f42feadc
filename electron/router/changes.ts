import type { DeleteEvent, DeletePlanEvent } from '../../shared/contract/changes.ts';
import { Failure } from '../../shared/errors.ts';
import { protectedOf } from '../../shared/pattern.ts';
import { familyOf } from '../../shared/version-family.ts';
import { attachedIn, readAttached } from '../changes/copy/attached.ts';
import { runDelete } from '../changes/delete.ts';
import { endOfDelete } from '../changes/outcome.ts';
import { isPlaceholder } from '../changes/placeholder.ts';
import { planDelete } from '../changes/plan-delete.ts';
import { putBack } from '../changes/prove.ts';
import { relay } from '../changes/relay.ts';
import { planRetag } from '../changes/retag.ts';
import { digestsOf, listTags, readSummaries, scanRepository } from '../changes/scan.ts';
import { implementation, type Services } from './base.ts';
import { recorded, writableClient } from './recorded.ts';
import { retagMany } from './retag.ts';
import { askAboutTag } from './settle.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

/** Reads everything a plan needs: every tag, every manifest, what this registry can delete; then computes it. */
async function* gatherPlan(
  services: Services,
  { connectionId, repository, tag }: InRepository & { tag: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<DeletePlanEvent> {
  const client = services.clients.of(connectionId);
  const { readOnly, protectedTags } = services.clients.connection(connectionId);
  yield* relay<DeletePlanEvent>(async (emit) => {
    const scan = await scanRepository(client, repository, signal, (read, total) => {
      if (read % 100 === 0 || read === total) emit({ kind: 'progress', read, total });
    });
    const head = scan.heads.get(tag);
    if (!head) throw new Failure('CONFLICT', { what: 'tag-gone', subject: tag });
    const cache = await services.summaries.of(connectionId, repository);
    const [{ summaries, unread }, attached, abilities] = await Promise.all([
      readSummaries(client, repository, digestsOf(scan), cache, signal),
      attachedIn(client, repository, [head.digest], scan, signal),
      // A read-only connection is not even probed: the probe is a DELETE.
      readOnly ? ({ byDigest: 'unknown', byTag: 'unknown' } as const) : services.probe.ask(client, connectionId, repository, signal),
    ]);
    await cache.flush();
    emit({
      kind: 'plan',
      plan: planDelete({
        tag,
        digest: head.digest,
        mediaType: head.mediaType,
        scan,
        summaries,
        unreadManifests: unread,
        abilities,
        referrers: (attached.get(head.digest) ?? []).map(({ reference, artifactType }) => ({ name: reference, artifactType })),
        protectedTags,
        readOnly,
        tagsFirst: client.vendor.tagsFirst,
      }),
    });
  });
}

export const changes = {
  say: implementation.changes.say.handler(({ input: { runId, what }, context }) => {
    context.runs.say(runId, what);
    return {};
  }),
  planRetag: implementation.changes.planRetag.handler(
    async ({ input: { connectionId, repository, from, to, hints, leaving }, context, signal }) => {
      const cache = await context.summaries.of(connectionId, repository);
      return planRetag({ client: context.clients.of(connectionId), repository, from, to, hints, leaving, cache, signal });
    },
  ),
  family: implementation.changes.family.handler(async ({ input: { connectionId, repository, tag }, context, signal }) => {
    const { names } = await listTags(context.clients.of(connectionId), repository, signal);
    return { family: familyOf(tag, names).map(({ tag: name, ahead }) => ({ tag: name, ...(ahead === undefined ? {} : { ahead }) })) };
  }),
  retag: implementation.changes.retag.handler(({ input, context }) => retagMany(context, input)),
  planDelete: implementation.changes.planDelete.handler(({ input, context, signal }) => gatherPlan(context, input, signal)),
  delete: implementation.changes.delete.handler(async ({ input, context }) => {
    const { connectionId, repository, tag, digest, what, siblings, confirmation, typed } = input;
    const client = writableClient(context, connectionId);
    if (what === 'image' && siblings.length > 0 && confirmation !== repository)
      throw new Failure('CONFLICT', { what: 'not-confirmed', subject: repository });
    const { protectedTags } = context.clients.connection(connectionId);
    const untyped = protectedOf(what === 'image' ? [tag, ...siblings] : [tag], protectedTags).find((name) => !typed.includes(name));
    if (untyped !== undefined) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: untyped });
    const abilities = await context.probe.ask(client, connectionId, repository, undefined);
    const byTag = abilities.byTag === 'works';
    if (client.vendor.tagsFirst && !byTag)
      throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'the registry removes tags only by its own means' });
    if (what === 'image' || !byTag) {
      if (abilities.byDigest === 'no-permission') throw new Failure('FORBIDDEN', { host: client.host, action: 'delete', by: 'registry' });
      if (abilities.byDigest !== 'works') throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'the registry refuses deletes' });
    }
    const cache = await context.summaries.of(connectionId, repository);
    const attached = what === 'image' ? await readAttached(client, repository, digest) : [];
    const job = {
      client,
      repository,
      tag,
      digest,
      what,
      way: byTag ? 'tag-delete' : 'placeholder',
      siblings,
      attached,
      keeper: context.kept,
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
      attached,
      images,
    } as const;
    return relay<DeleteEvent>(async (emit) => {
      const done = recorded(context, begin, async (recorder) => {
        const outcome = await runDelete({ ...job, recorder }, emit);
        return { result: outcome, state: endOfDelete(outcome) };
      });
      const { result: outcome, change } = await context.running.track(connectionId, done);
      emit({ kind: 'done', outcome, changeId: change.id });
    });
  }),
  putBack: implementation.changes.putBack.handler(async ({ input: { connectionId, repository, tag, digest }, context }) => {
    const client = writableClient(context, connectionId);
    const saved = await context.kept.load(digest);
    if (!saved) throw new Failure('UNSUPPORTED', { feature: 'put-back', why: 'its bytes were not kept' });
    // Only what is gone, or was left on an empty image, is put back: a tag that has moved on belongs to whoever moved it.
    const now = await client.head(repository, tag);
    if (now && now.digest !== digest && !(await isPlaceholder(client, repository, { digest: now.digest, tag })))
      throw new Failure('CONFLICT', { what: 'tag-moved', subject: tag, now: now.digest });
    const moves = [{ tag, before: now?.digest ?? null, after: digest }];
    const done = recorded(context, { connectionId, repository, what: 'undo', tag, moves }, async (recorder) => {
      const result = await putBack(client, repository, tag, saved, recorder);
      return { result, state: result === 'restored' ? 'done' : result === 'unknown' ? 'unknown' : 'failed' };
    });
    const { result } = await context.running.track(connectionId, done);
    if (result === 'unknown') throw new Failure('CONFLICT', { what: 'outcome-unknown', subject: tag });
    if (result === 'refused') throw new Failure('UNSUPPORTED', { feature: 'put-back', why: 'the registry does not take it' });
    await askAboutTag(context, connectionId, repository, tag).catch(() => {});
    return { digest };
  }),
};
