import type { Move } from '../../shared/contract/history.ts';
import type { CurrentTag } from '../../shared/contract/retag.ts';
import { typedNames } from '../../shared/pattern.ts';
import { protectedMoves } from '../../shared/protected-moves.ts';

/** A tag that is to be written, as a plan saw it. */
type Planned = { readonly tag: string; readonly digest: string; readonly current: CurrentTag };

/** Where a planned tag points before and after. */
export const moveOf = ({ tag, digest, current }: Planned): Move => ({
  tag,
  before: current.state === 'taken' ? current.digest : current.state === 'same' ? digest : null,
  after: digest,
});

/** What protected tags ask of the person, and which moves are confirmed. */
export type Confirmed = {
  /** Protected names that have to be typed. */
  readonly names: readonly string[];
  /** Tags that are left alone because their names were not typed; of one tag there are none. */
  readonly kept: ReadonlySet<string>;
  readonly isConfirmed: boolean;
};

/** Protected tags that would be overwritten or deleted: of one tag (`isAlone`) the name is asked for, of many they are kept unless they are typed. */
export function confirmMoves(moves: readonly Move[], patterns: readonly string[], typed: string, isAlone: boolean): Confirmed {
  const names = protectedMoves(moves, patterns);
  const said = typedNames(typed);
  const untyped = names.filter((name) => !said.includes(name));
  return { names, kept: new Set(isAlone ? [] : untyped), isConfirmed: !isAlone || untyped.length === 0 };
}
