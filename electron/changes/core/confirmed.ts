import type { Move } from '../../../shared/contract/history.ts';
import { Failure } from '../../../shared/errors.ts';
import { protectedMoves } from '../../../shared/protected-moves.ts';

/** Refuses a change that would overwrite or delete a protected tag whose name was not typed. @throws Failure CONFLICT `not-confirmed`. */
export function holdConfirmed(moves: readonly Move[], patterns: readonly string[], typed: readonly string[]): void {
  const unconfirmed = protectedMoves(moves, patterns).find((name) => !typed.includes(name));
  if (unconfirmed !== undefined) throw new Failure('CONFLICT', { what: 'not-confirmed', subject: unconfirmed });
}
