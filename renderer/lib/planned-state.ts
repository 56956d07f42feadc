import type { CurrentTag } from '../../shared/contract/retag.ts';
import type { Confirmed } from './confirm-moves.ts';

/** A tag that is planned: what is under its name now, and whether it is protected. */
export type PlannedState = { readonly kind: 'planned'; readonly current: CurrentTag; readonly guard: 'none' | 'kept' | 'typed' };

type Planned = { readonly tag: string; readonly current: CurrentTag };

/** What is shown of a planned tag. A protected tag that is kept keeps the image that another one leaves. */
export function plannedState({ tag, current }: Planned, all: readonly Planned[], { kept, names }: Confirmed): PlannedState {
  const guard = kept.has(tag) ? 'kept' : names.includes(tag) ? 'typed' : 'none';
  if (current.state !== 'taken' || current.keptAs !== undefined) return { kind: 'planned', current, guard };
  const keeper = all.find(
    (other) => other.tag !== tag && kept.has(other.tag) && other.current.state === 'taken' && other.current.digest === current.digest,
  );
  return { kind: 'planned', current: keeper ? { ...current, keptAs: keeper.tag } : current, guard };
}
