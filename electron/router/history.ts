import type { Change, CopySource, UndoPlan } from '../../shared/contract/history.ts';
import { Failure } from '../../shared/errors.ts';
import { runDelete } from '../changes/delete.ts';
import type { Recorder } from '../changes/recorder.ts';
import { scanRepository, tagsOn } from '../changes/scan.ts';
import { planUndo, restore, type UndoQuestion } from '../changes/undo.ts';
import { implementation, type Services } from './base.ts';
import { carryOut } from './copy.ts';
import { recorded, writableClient } from './recorded.ts';

/** @throws Failure NOT_FOUND. */
async function changeOf(services: Services, id: string): Promise<Change> {
  const change = await services.journal.get(id);
  if (!change) throw new Failure('NOT_FOUND', { what: 'change' });
  return change;
}

function questionOf(services: Services, { connection, repository }: Change): UndoQuestion {
  return { client: services.clients.of(connection.id), repository, keeper: services.kept };
}

/** How a single tag can be removed here; undefined where it cannot. */
async function wayToRemove(services: Services, { connection, repository }: Change): Promise<'tag-delete' | 'placeholder' | undefined> {
  const client = services.clients.of(connection.id);
  const { byTag, byDigest } = await services.probe.ask(client, connection.id, repository, undefined);
  if (byTag === 'works') return 'tag-delete';
  return byDigest === 'works' && !client.vendor.tagsFirst ? 'placeholder' : undefined;
}

async function plan(services: Services, change: Change): Promise<UndoPlan> {
  const connection = services.document.connections.find(({ id }) => id === change.connection.id);
  if (!connection) return { moves: [], attached: [], missing: [], obstacle: 'registry-removed' };
  const made = await planUndo(questionOf(services, change), change, async () => {
    return !connection.readOnly && (await wayToRemove(services, change)) !== undefined;
  });
  return connection.readOnly ? { ...made, obstacle: 'read-only' } : made;
}

/** Removes a tag that a change added; its siblings are proven as at any removal. */
async function removeTag(services: Services, change: Change, tag: string, digest: string, recorder: Recorder): Promise<void> {
  const way = await wayToRemove(services, change);
  if (!way) throw new Failure('UNSUPPORTED', { feature: 'delete', why: 'the registry refuses deletes' });
  const { client, repository, keeper } = questionOf(services, change);
  const scan = await scanRepository(client, repository, undefined, () => {});
  const siblings = tagsOn(scan, digest).filter((name) => name !== tag);
  const cache = await services.summaries.of(change.connection.id, repository);
  const outcome = await runDelete(
    { client, repository, tag, digest, what: 'tag', way, siblings, attached: [], keeper, cache, recorder },
    () => {},
  );
  if (outcome.tag !== 'gone') throw new Failure('UNSUPPORTED', { feature: 'delete', why: `the tag is ${outcome.tag}` });
}

/** Puts every tag that is still where the change left it back where it was. @throws Failure where nothing can be undone. */
async function undo(services: Services, change: Change): Promise<Change> {
  writableClient(services, change.connection.id);
  const { moves, attached, obstacle } = await plan(services, change);
  if (obstacle) throw new Failure('UNSUPPORTED', { feature: 'put-back', why: obstacle });
  const open = moves.filter(({ action }) => action === 'restore' || action === 'remove');
  const begin = {
    connectionId: change.connection.id,
    repository: change.repository,
    what: 'undo',
    tag: change.tag,
    moves: open.map(({ tag, before, now }) => ({ tag, before: now, after: before })),
  } as const;
  const done = recorded(services, begin, async (recorder) => {
    for (const { tag, action, before, now } of open) {
      if (action === 'restore' && before) await restore(questionOf(services, change), tag, { digest: before, seen: now }, recorder);
      if (action === 'remove' && now) await removeTag(services, change, tag, now, recorder);
    }
    for (const { reference, digest } of attached) await restore(questionOf(services, change), reference, { digest, seen: null }, recorder);
    return { result: undefined, state: 'done' };
  });
  return (await services.running.track(change.connection.id, done)).change;
}

/** A copy is done again: what has arrived is there already, and is not sent twice. */
async function finishCopy(services: Services, { connection, repository, tag, moves }: Change, source: CopySource): Promise<void> {
  const target = { connectionId: connection.id, repository, tag };
  const digest = moves.at(-1)?.after ?? '';
  const now = (await services.clients.of(connection.id).head(repository, tag))?.digest ?? null;
  const expected = now === digest ? digest : (moves.at(-1)?.before ?? null);
  await carryOut(services, { source, target, digest, expected }, new AbortController().signal, () => {});
}

/** Takes an interrupted change to its end: what has not happened yet is done now, in the ordinary way and with all its proofs. */
async function finish(services: Services, change: Change): Promise<void> {
  writableClient(services, change.connection.id);
  if (change.copy) return finishCopy(services, change, change.copy);
  const { moves } = await plan(services, change);
  const question = questionOf(services, change);
  const begin = {
    connectionId: change.connection.id,
    repository: change.repository,
    what: change.what,
    tag: change.tag,
    moves: change.moves,
  };
  const done = recorded(services, begin, async (recorder) => {
    for (const { tag, before, after, now, action } of moves) {
      if (now === after || action === 'moved') continue;
      if (after) await restore(question, tag, { digest: after, seen: now }, recorder);
      if (after || !before) continue;
      // One that was left on the empty image is first what it was, then removed as any other.
      if (now !== before) await restore(question, tag, { digest: before, seen: now }, recorder);
      await removeTag(services, change, tag, before, recorder);
    }
    return { result: undefined, state: 'done' };
  });
  await services.running.track(change.connection.id, done);
}

async function settle(services: Services, change: Change, how: 'put-back' | 'finish' | 'leave'): Promise<Change> {
  switch (how) {
    case 'leave':
      return services.journal.end(change.id, 'left');
    case 'finish':
      await finish(services, change);
      return services.journal.end(change.id, 'done');
    case 'put-back': {
      const { obstacle } = await plan(services, change);
      if (obstacle !== 'nothing-left') await undo(services, change);
      return services.journal.end(change.id, 'put-back');
    }
  }
}

export const history = {
  list: implementation.changes.history.list.handler(async ({ context }) => ({ changes: await context.journal.list() })),
  planUndo: implementation.changes.history.planUndo.handler(async ({ input, context }) => plan(context, await changeOf(context, input.id))),
  undo: implementation.changes.history.undo.handler(async ({ input, context }) => undo(context, await changeOf(context, input.id))),
  settle: implementation.changes.history.settle.handler(async ({ input, context }) => {
    const change = await changeOf(context, input.id);
    if (change.state !== 'interrupted') throw new Failure('CONFLICT', { what: 'tags-changed', subject: change.tag });
    return settle(context, change, input.how);
  }),
};
