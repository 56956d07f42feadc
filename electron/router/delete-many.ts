import type { ManyEvent, ManyGroup, ManyPlanEvent } from '../../shared/contract/delete-many.ts';
import { Failure } from '../../shared/errors.ts';
import { runDeleteMany } from '../changes/delete-many.ts';
import { planMany } from '../changes/plan-many.ts';
import { relay } from '../changes/relay.ts';
import { readSummaries, scanRepository } from '../changes/scan.ts';
import { implementation, type Services } from './base.ts';
import { recorded, writableClient } from './recorded.ts';

type InRepository = { readonly connectionId: string; readonly repository: string };

async function* plan(
  services: Services,
  { connectionId, repository, tags }: InRepository & { readonly tags: readonly string[] },
  signal: AbortSignal | undefined,
): AsyncGenerator<ManyPlanEvent> {
  const client = services.clients.of(connectionId);
  const { readOnly } = services.clients.connection(connectionId);
  yield* relay<ManyPlanEvent>(async (emit) => {
    const scan = await scanRepository(client, repository, signal, (read, total) => {
      if (read % 100 === 0 || read === total) emit({ kind: 'progress', read, total });
    });
    const cache = await services.summaries.of(connectionId, repository);
    const digests = [...new Set([...scan.heads.values()].map(({ digest }) => digest))];
    const [{ summaries, unread }, abilities] = await Promise.all([
      readSummaries(client, repository, digests, cache, signal),
      readOnly ? ({ byDigest: 'unknown', byTag: 'unknown' } as const) : services.probe.ask(client, connectionId, repository, signal),
    ]);
    await cache.flush();
    const facts = { tags, scan, summaries, unreadManifests: unread, abilities, readOnly, tagsFirst: client.vendor.tagsFirst };
    emit({ kind: 'plan', plan: planMany(facts) });
  });
}

async function run(
  services: Services,
  input: InRepository & { readonly runId: string; readonly groups: readonly ManyGroup[]; readonly confirmation: string },
): Promise<AsyncGenerator<ManyEvent>> {
  const { connectionId, repository, runId, groups, confirmation } = input;
  const client = writableClient(services, connectionId);
  if (confirmation !== repository) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: repository });
  const { byTag, byDigest } = await services.probe.ask(client, connectionId, repository, undefined);
  const needsTag = groups.some(({ how }) => how === 'tags');
  if (byTag !== 'works' && (byDigest !== 'works' || (needsTag && client.vendor.tagsFirst)))
    throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'the registry refuses deletes' });
  const cache = await services.summaries.of(connectionId, repository);
  const moves = groups.flatMap(({ digest, tags }) => tags.map((tag) => ({ tag, before: digest, after: null })));
  const begin = { connectionId, repository, what: 'delete-many', tag: moves[0]?.tag ?? '', moves } as const;
  return relay<ManyEvent>((emit) =>
    services.runs.under(runId, async (run) => {
      const way = byTag === 'works' ? 'tag-delete' : 'placeholder';
      const parts = { client, repository, groups, way, keeper: services.kept, cache, run } as const;
      const done = recorded(services, begin, async (recorder) => {
        const clean = await runDeleteMany({ ...parts, recorder }, (items) => emit({ kind: 'items', items }));
        return { result: undefined, state: clean ? 'done' : 'failed' };
      });
      const { change } = await services.running.track(connectionId, done);
      emit({ kind: 'done', changeId: change.id, stopped: run.signal.aborted });
    }),
  );
}

export const deleteMany = {
  plan: implementation.changes.many.plan.handler(({ input, context, signal }) => plan(context, input, signal)),
  run: implementation.changes.many.run.handler(({ input, context }) => run(context, input)),
};
