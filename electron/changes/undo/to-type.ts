import { Failure } from '../../../shared/errors.ts';
import { protectedMoves } from '../../../shared/protected-moves.ts';
import type { ChangePorts, ChangeRecord } from '../core/ports.ts';
import { joined } from './plan.ts';

/** Names that have to be typed before something is undone: of protected tags, and of what is in production. */
export type ToType = { readonly protected: readonly string[]; readonly production?: string };

/**
 * What has to be typed before changes are undone. To restore what was needs nothing. Where tags are deleted, and where a change is done once more, it
 * needs what that change itself needed: the names of protected tags and, for a deletion in production, the name of the repository, or that of the
 * registry where there are several. As recorded, without asking the registry. Pure but for what is saved of the registry.
 */
export function toType(ports: ChangePorts, changes: readonly ChangeRecord[]): ToType {
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
  const { protected: tags, production } = toType(ports, changes);
  const missing = [...tags, ...(production === undefined ? [] : [production])].find((name) => !typed.includes(name));
  if (missing !== undefined) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: missing });
}
