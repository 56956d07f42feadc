import type { Change, CopySource, UndoPlan } from '../../shared/contract/history.ts';
import { Failure } from '../../shared/errors.ts';
import { planUndo, restore, type UndoQuestion } from '../changes/undo.ts';
import { implementation, type Services } from './base.ts';
import { carryOut } from './copy.ts';
import { recorded, writableClient } from './recorded.ts';
import { removeTag, wayToRemove } from './remove-tag.ts';

/** @throws Failure NOT_FOUND. */
async function changeOf(services: Services, id: string): Promise<Change> {
  const change = await services.journal.get(id);
  if (!change) throw new Failure('NOT_FOUND', { what: 'change' });
  return change;
}

function questionOf(services: Services, { connection, repository }: Change): UndoQuestion {
  return { client: services.clients.of(connection.id), repository, keeper: services.kept };
}

async function plan(services: Services, change: Change, signal?: AbortSignal): Promise<UndoPlan> {
  const connection = services.document.connections.find(({ id }) => id === change.connection.id);
  if (!connection) return { moves: [], attached: [], missing: [], obstacle: 'registry-removed' };
  const made = await planUndo({ ...questionOf(services, change), signal }, change, async () => {
    return !connection.readOnly && (await wayToRemove(services, connection.id, change.repository, signal)) !== undefined;
  });
  // A change that never got to a tag has nothing to take back: what is there now is of a later one.
  const isTouched =
    change.unreadLines > 0 || change.steps.some(({ why }) => why === 'move' || why === 'replace' || why === 'remove' || why === 'put-back');
  if (!isTouched) return { ...made, obstacle: 'nothing-left' };
  return connection.readOnly ? { ...made, obstacle: 'read-only' } : made;
}

/** What went along with an image is comfort: what cannot be put back keeps nothing else from it. */
function passOver(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
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
    // What comes back is there before anything goes: else a refusal would leave an image without any tag.
    for (const { tag, action, before, now } of open)
      if (action === 'restore' && before) await restore(questionOf(services, change), tag, { digest: before, seen: now }, recorder);
    for (const { reference, digest } of attached)
      await restore(questionOf(services, change), reference, { digest, seen: null }, recorder).catch(passOver);
    for (const { tag, action, now } of open)
      if (action === 'remove' && now)
        await removeTag(services, { connectionId: change.connection.id, repository: change.repository, tag, digest: now }, recorder);
    return { result: undefined, state: 'done' };
  });
  return (await services.running.track(change.connection.id, done)).change;
}

/** A copy is done again: what has arrived is there already, and is not sent twice. */
async function finishCopy(services: Services, { id, connection, repository, tag, moves }: Change, source: CopySource): Promise<void> {
  const target = { connectionId: connection.id, repository, tag };
  const digest = moves.at(-1)?.after ?? '';
  const now = (await services.clients.of(connection.id).head(repository, tag))?.digest ?? null;
  const expected = now === digest ? digest : (moves.at(-1)?.before ?? null);
  // Under its name, so that it ends where the application does.
  await services.runs.under(id, ({ signal }) => carryOut(services, { source, target, digest, expected }, signal, () => {}));
}

/** Takes an interrupted change to its end: what has not happened yet is done now, in the ordinary way and with all its proofs. */
async function finish(services: Services, change: Change): Promise<void> {
  writableClient(services, change.connection.id);
  if (change.what === 'load') throw new Failure('UNSUPPORTED', { feature: 'put-back', why: 'a file is loaded anew' });
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
    const todo = moves.filter(({ now, after, action }) => now !== after && action !== 'moved');
    for (const { tag, after, now } of todo) if (after) await restore(question, tag, { digest: after, seen: now }, recorder);
    // A move takes the old tag away only where every new one is there; somebody may have had another idea of one meanwhile.
    const isMissed = moves.some(({ after, action }) => after !== null && action === 'moved');
    for (const { tag, before, after, now } of todo) {
      if (after || !before || (change.what === 'retag' && isMissed)) continue;
      // One that was left on the empty image is first what it was, then removed as any other.
      if (now !== before) await restore(question, tag, { digest: before, seen: now }, recorder);
      await removeTag(services, { connectionId: change.connection.id, repository: change.repository, tag, digest: before }, recorder);
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
  list: implementation.changes.history.list.handler(async ({ context }) => ({
    changes: await context.journal.list(),
    ...(await context.journal.unread()),
  })),
  planUndo: implementation.changes.history.planUndo.handler(async ({ input, context, signal }) =>
    plan(context, await changeOf(context, input.id), signal),
  ),
  undo: implementation.changes.history.undo.handler(async ({ input, context }) => undo(context, await changeOf(context, input.id))),
  settle: implementation.changes.history.settle.handler(async ({ input, context }) => {
    const change = await changeOf(context, input.id);
    if (change.state !== 'interrupted') throw new Failure('CONFLICT', { what: 'tags-changed', subject: change.tag });
    return settle(context, change, input.how);
  }),
};
