import type { DeletePlan } from '../../../shared/contract/delete.ts';
import type { RunDetail } from '../../../shared/contract/runs.ts';
import { deletable, namesIn, nameToConfirm } from '../../../shared/deletion.ts';
import { typedNames } from '../../../shared/pattern.ts';
import type { PlanProgress } from './queries.ts';

export type Choice = 'tag' | 'image';

/** What the person has entered. */
export type DeleteForm = { readonly choice: Choice | undefined; readonly names: string; readonly confirmation: string };

export const EMPTY_FORM: DeleteForm = { choice: undefined, names: '', confirmation: '' };

/** Where a deletion stands. */
export type Stage =
  | { readonly kind: 'planning'; readonly read: number; readonly total: number }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'asking'; readonly asked: Asked }
  | { readonly kind: 'running'; readonly detail: RunDetail | undefined }
  /** `failure`: why it could not begin or go on. */
  | { readonly kind: 'ended'; readonly detail: RunDetail | undefined; readonly failure: unknown };

/** What is shown before it is confirmed. */
export type Asked = {
  readonly planId: string;
  /** The plans that the choice and the typed names make. */
  readonly plans: readonly DeletePlan[];
  /** Of one tag: the plan for each choice. */
  readonly choices: { readonly tag: DeletePlan; readonly image: DeletePlan } | undefined;
  readonly choice: Choice;
  /** The name that has to be typed. */
  readonly expected: string | undefined;
  /** Protected tags: of one tag their names have to be typed; of many they are kept unless they are. */
  readonly guard: { readonly kind: 'ask' | 'keep'; readonly names: readonly string[] };
  /** Everything that has to be typed was, and something can be deleted. */
  readonly isReady: boolean;
};

const obstaclesOf = (plan: DeletePlan): readonly string[] => plan.groups.flatMap(({ obstacles }) => obstacles);

/** What can be chosen of one tag: the tag alone where something else keeps the image; without other tags the image, where that can be done. */
export function choicesOf({ tag, image }: NonNullable<Asked['choices']>): readonly Choice[] {
  if (tag.groups.some(({ others }) => others.length > 0)) return ['tag', 'image'];
  return obstaclesOf(image).length > 0 ? ['tag'] : ['image'];
}

/** The choice that deletes least among those that can be done. */
export function defaultChoice(choices: NonNullable<Asked['choices']>): Choice {
  const offered = choicesOf(choices);
  return offered.find((choice) => obstaclesOf(choices[choice]).length === 0) ?? offered[0] ?? 'tag';
}

/** `decided` are the plans with the names typed that have settled; undefined while they are being made. */
type Planned = { readonly progress: PlanProgress; readonly decided: readonly DeletePlan[] | undefined };

/** What a finished plan asks of the person. Pure. */
export function asked({ progress, decided }: Planned, form: DeleteForm, registry: string): Asked | undefined {
  const { planId, plans: all, whole } = progress;
  const [tag] = all;
  if (planId === undefined) return undefined;
  const choices = tag?.isAlone && whole ? { tag, image: whole } : undefined;
  const choice = form.choice ?? (choices ? defaultChoice(choices) : 'tag');
  const plans = choices ? [choices[choice]] : (decided ?? all);
  const expected = nameToConfirm(plans, registry);
  const guarded = namesIn(plans, (plan) => plan.guarded);
  const names = typedNames(form.names);
  return {
    ...{ planId, plans, choices, choice, expected },
    guard: choices ? { kind: 'ask', names: guarded } : { kind: 'keep', names: [...namesIn(plans, (plan) => plan.protected), ...guarded] },
    isReady:
      deletable(plans).length > 0 &&
      (choices !== undefined || decided !== undefined) &&
      (expected === undefined || form.confirmation === expected) &&
      guarded.every((name) => names.includes(name)),
  };
}
