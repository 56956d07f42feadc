import type { RetagPlan } from '../../../shared/contract/retag.ts';
import { isTag } from '../../../shared/oci/reference.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { type Confirmed, confirmMoves, moveOf } from '../../lib/confirm-moves.ts';

/** What the person has entered. */
export type RetagForm = {
  readonly text: string;
  /** Tags of the version family. */
  readonly chosen: ReadonlySet<string>;
  /** A move: the old tag is deleted afterwards. */
  readonly remove: boolean;
  /** Protected names, as they were typed. */
  readonly typed: string;
};

export const EMPTY_FORM: RetagForm = { text: '', chosen: new Set(), remove: false, typed: '' };

/** What confirming does: `delete` is a move to tags that all point to the image already, so that the old tag is deleted and nothing else. */
export type RetagAct = 'retag' | 'move' | 'delete';

/** Where a retag stands. */
export type Stage =
  | { readonly kind: 'empty' }
  | { readonly kind: 'planning' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'asking';
      readonly plan: RetagPlan;
      readonly guard: Confirmed;
      readonly isReady: boolean;
      readonly act: RetagAct;
    };

/** The new tags, each once. */
export const namesOf = ({ text, chosen }: Pick<RetagForm, 'text' | 'chosen'>): readonly string[] => [
  ...new Set([...typedNames(text), ...chosen]),
];

/** Why the new tags cannot be used, if they cannot. */
export function problemOf(names: readonly string[], tag: string): 'invalid' | 'itself' | undefined {
  if (!names.every(isTag)) return 'invalid';
  return names.includes(tag) ? 'itself' : undefined;
}

/** The new tags that can be planned. */
export const plannable = (names: readonly string[], tag: string): readonly string[] => names.filter((name) => isTag(name) && name !== tag);

type Reading = {
  /** The tags that the plan is about. */
  readonly asked: readonly string[];
  /** False while the person types. */
  readonly isSettled: boolean;
  readonly plan: RetagPlan | undefined;
  readonly error: unknown;
};

type About = {
  readonly tag: string;
  readonly protectedTags: readonly string[];
  /** The repository, where its registry is for production: a move deletes a tag, which needs this name typed. */
  readonly production: string | undefined;
};

/** Protected tags that the retag overwrites, or deletes in a move. */
export function guardOf(
  { targets }: RetagPlan,
  { remove, typed }: Pick<RetagForm, 'remove' | 'typed'>,
  { tag, protectedTags, production }: About,
): Confirmed {
  const moves = targets.map(({ to, digest, current }) => moveOf({ tag: to, digest, current }));
  const old = targets[0] ? [{ tag, before: targets[0].digest, after: null }] : [];
  const guard = confirmMoves([...moves, ...(remove ? old : [])], protectedTags, typed, true);
  if (!remove || production === undefined) return guard;
  return { ...guard, names: [...guard.names, production], isConfirmed: guard.isConfirmed && typedNames(typed).includes(production) };
}

/** The tags of the plan that will change. */
export const changedBy = ({ targets }: RetagPlan): readonly string[] =>
  targets.filter(({ current }) => current.state !== 'same').map(({ to }) => to);

/** Whether a retag makes new tags and does nothing else. Pure. */
export const isPlain = ({ targets }: RetagPlan, { remove }: Pick<RetagForm, 'remove'>): boolean =>
  !remove && targets.every(({ current }) => current.state === 'free');

/** What confirming does. */
function actOf(plan: RetagPlan, { remove }: RetagForm): RetagAct {
  if (!remove) return 'retag';
  return changedBy(plan).length > 0 ? 'move' : 'delete';
}

/** The stage of what was entered and read. Pure. */
export function stageOf({ asked, isSettled, plan, error }: Reading, form: RetagForm, about: About): Stage {
  if (!isSettled) return { kind: 'planning' };
  if (asked.length === 0) return { kind: 'empty' };
  if (error) return { kind: 'failed', error };
  if (!plan) return { kind: 'planning' };
  const changesSomething = form.remove || changedBy(plan).length > 0;
  const guard = guardOf(plan, form, about);
  const isReady = problemOf(namesOf(form), about.tag) === undefined && changesSomething && guard.isConfirmed;
  return { kind: 'asking', plan, guard, isReady, act: actOf(plan, form) };
}
