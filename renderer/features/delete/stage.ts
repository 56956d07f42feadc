import type { DeletePlan, DeleteWeight } from '../../../shared/contract/delete.ts';
import type { RunDetail } from '../../../shared/contract/runs.ts';
import { deletable, isReferrerList, namesIn, nameToConfirm } from '../../../shared/deletion.ts';
import { referrersTag } from '../../../shared/oci/digest.ts';
import { typedNames } from '../../../shared/pattern.ts';
import type { Drift } from '../../../shared/plan-drift.ts';
import type { PlanProgress } from './queries.ts';

export type Choice = 'tag' | 'image';

/** What the person has entered. */
export type DeleteForm = {
  readonly choice: Choice | undefined;
  readonly withReferrers: boolean;
  readonly names: string;
  readonly confirmation: string;
};

export const EMPTY_FORM: DeleteForm = { choice: undefined, withReferrers: true, names: '', confirmation: '' };

/** How far the reading before a deletion has come: tags of one repository, and repositories where there are several. */
export type Reading = {
  readonly repository: string;
  readonly read: number;
  readonly total: number;
  readonly done: number;
  readonly of: number;
};

/** How far a plan is that is being made of so many repositories; undefined before it began. Pure. */
export function readingOf(progress: PlanProgress | undefined, of: number): Reading | undefined {
  if (progress?.repository === undefined) return undefined;
  const { repository, read, total, plans } = progress;
  // Its plan comes before the next one is read.
  const done = plans.filter((plan) => plan.repository !== repository).length;
  return { repository, read, total, done, of };
}

/** The part of the whole that was read, of one: the repository that is being read counts by its tags. Pure. */
export const partRead = ({ read, total, done, of }: Reading): number => (done + (total > 0 ? Math.min(1, read / total) : 0)) / of;

/** Where a deletion stands. */
export type Stage =
  | { readonly kind: 'planning'; readonly reading: Reading | undefined }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'asking'; readonly asked: Asked }
  /** The registry is not as the plan of a file expects it. */
  | { readonly kind: 'drifted'; readonly drift: readonly Drift[]; readonly count: number }
  | { readonly kind: 'running'; readonly detail: RunDetail | undefined }
  /** `failure`: why it could not begin or go on. */
  | { readonly kind: 'ended'; readonly detail: RunDetail | undefined; readonly failure: unknown };

/** A check of several repositories takes long and has a bar of its own, which must not be taken for that of the deletion. Pure. */
export const isLongCheck = (stage: Stage): boolean => stage.kind === 'planning' && stage.reading !== undefined && stage.reading.of > 1;

/** What is shown before it is confirmed. */
export type Asked = {
  readonly planId: string;
  /** The plans that the choice and the typed names make. */
  readonly plans: readonly DeletePlan[];
  /** What they free together; undefined until that is known. */
  readonly weight: DeleteWeight | undefined;
  /** Of one tag: the plan for each choice. */
  readonly choices: { readonly tag: DeletePlan; readonly image: DeletePlan } | undefined;
  readonly choice: Choice;
  /** The name that has to be typed. */
  readonly expected: string | undefined;
  /** Protected tags: of one tag their names have to be typed; of many they are kept unless they are. */
  readonly guard: { readonly kind: 'ask' | 'keep'; readonly names: readonly string[] };
  /** The plans are those of the names that are typed. */
  readonly isDecided: boolean;
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

/** What was chosen, where it is offered. */
const chosenOf = (choices: NonNullable<Asked['choices']>, chosen: Choice | undefined): Choice =>
  chosen !== undefined && choicesOf(choices).includes(chosen) ? chosen : defaultChoice(choices);

/** Signatures and the like of the images that are deleted: those that can be deleted with them, and those that something else uses. */
export type Referrers = { readonly deletable: number; readonly kept: number };

/** Counts what refers to the images that these plans delete. The lists that a registry without the referrers API keeps are not counted. Pure. */
export function referrersOf(plans: readonly DeletePlan[]): Referrers {
  const count = { deletable: 0, kept: 0 };
  for (const { groups, referrers } of plans) {
    const images = groups.filter(({ how, obstacles }) => how === 'image' && obstacles.length === 0);
    const lists = new Set(images.map(({ digest }) => referrersTag(digest)));
    const deleted = new Set([...groups, ...referrers].flatMap(({ digest, tags }) => [digest, ...tags]));
    count.deletable += referrers.filter((referrer) => !isReferrerList(referrer)).length;
    const kept = images.flatMap((image) => image.referrers.filter(({ reference }) => !deleted.has(reference) && !lists.has(reference)));
    count.kept += new Set(kept.map(({ digest }) => digest)).size;
  }
  return count;
}

/** How far a deletion can be undone: at any time, until garbage collection, or not at all because a manifest is too large to be kept. */
export type Undoable = 'always' | 'until-collected' | 'never';

/** Whether what these plans delete can be undone. Undefined where nothing can be deleted. Pure. */
export function undoableOf(plans: readonly DeletePlan[]): Undoable | undefined {
  const parts = deletable(plans);
  if (parts.length === 0) return undefined;
  const isLost = parts.some(({ groups, tooLarge }) => groups.some(({ tags }) => tags.some((tag) => tooLarge.includes(tag))));
  if (isLost) return 'never';
  return parts.some(({ groups }) => groups.some(({ how }) => how === 'image')) ? 'until-collected' : 'always';
}

/**
 * `decided` are the plans with the names typed that have settled; undefined while they are being made. `isFromFile`: the plan says which protected
 * tags are deleted, and their names are asked for.
 */
type Planned = {
  readonly progress: PlanProgress;
  readonly decided: Pick<PlanProgress, 'plans' | 'weight'> | undefined;
  readonly isFromFile?: boolean;
};

/** What a finished plan asks of the person. Pure. */
export function asked(
  { progress, decided, isFromFile = false }: Planned,
  form: DeleteForm,
  registry: Parameters<typeof nameToConfirm>[1],
): Asked | undefined {
  const { planId, plans: all, weight, whole } = progress;
  const [tag] = all;
  if (planId === undefined) return undefined;
  const choices = tag?.isAlone && whole ? { tag, image: whole } : undefined;
  const choice = choices ? chosenOf(choices, form.choice) : 'tag';
  const plans = choices ? [choices[choice]] : (decided?.plans ?? all);
  const expected = nameToConfirm(plans, registry);
  const guarded = namesIn(plans, (plan) => plan.guarded);
  const names = typedNames(form.names);
  const isDecided = choices !== undefined || decided !== undefined;
  return {
    ...{ isDecided, planId, plans, weight: decided?.weight ?? weight, choices, choice, expected },
    guard:
      choices || isFromFile
        ? { kind: 'ask', names: guarded }
        : { kind: 'keep', names: [...namesIn(plans, (plan) => plan.protected), ...guarded] },
    isReady:
      deletable(plans).length > 0 &&
      isDecided &&
      (expected === undefined || form.confirmation === expected) &&
      guarded.every((name) => names.includes(name)),
  };
}
