import type { UndoPlan } from '../../../shared/contract/history.ts';
import { Failure } from '../../../shared/errors.ts';
import { namesToType } from '../../../shared/names-to-type.ts';
import { protectedMoves } from '../../../shared/protected-moves.ts';
import type { ChangePorts, ChangeRecord } from '../core/ports.ts';
import { joined } from './plan.ts';

/**
 * What has to be typed before changes are undone. Restoring the earlier state needs nothing. Deleting tags and redoing a change need the names of
 * protected tags; deleting in production also needs the name of the repository, or of the registry where there are several. It is read from the
 * recorded change: the registry is not asked.
 */
export function toType(ports: ChangePorts, changes: readonly ChangeRecord[]): UndoPlan['toType'] {
  const names = new Set<string>();
  let production: string | undefined;
  for (const { connection: at, repository, what, redoes, moves } of changes) {
    const connection = ports.clients.find(at.id);
    if (!connection) continue;
    const back = joined(moves).map(({ tag, before, after }) => ({ tag, before: after, after: before }));
    const isDeleting = back.some(({ before, after }) => before !== null && after === null);
    const asked = back.filter(({ after }) => after === null || (what === 'undo' && redoes !== true));
    for (const tag of protectedMoves(asked, connection.protectedTags)) names.add(changes.length === 1 ? tag : `${repository}:${tag}`);
    if (isDeleting && connection.production) production = changes.length === 1 ? repository : connection.name;
  }
  return { protected: [...names], ...(production === undefined ? {} : { production }) };
}

/** Refuses an undo whose names were not typed. @throws Failure CONFLICT `not-confirmed`. */
export function holdTyped(ports: ChangePorts, changes: readonly ChangeRecord[], typed: readonly string[]): void {
  const missing = namesToType(toType(ports, changes)).find((name) => !typed.includes(name));
  if (missing !== undefined) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: missing });
}
