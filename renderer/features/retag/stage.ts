import type { RetagPlan, RetagResult } from '../../../shared/contract/retag.ts';
import { isTag } from '../../../shared/oci/reference.ts';
import { typedNames } from '../../../shared/pattern.ts';

/** What the person has entered. */
export type RetagForm = {
  readonly text: string;
  /** Tags of the version family. */
  readonly chosen: ReadonlySet<string>;
  /** A move: the old tag is deleted afterwards. */
  readonly remove: boolean;
  /** The protected name of the old tag, as it was typed. */
  readonly typed: string;
};

export const EMPTY_FORM: RetagForm = { text: '', chosen: new Set(), remove: false, typed: '' };

/** Where a retag stands. */
export type Stage =
  | { readonly kind: 'empty' }
  | { readonly kind: 'planning' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'asking'; readonly plan: RetagPlan; readonly isReady: boolean }
  | { readonly kind: 'partly'; readonly changeId: string; readonly results: readonly RetagResult[] };

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

type About = { readonly tag: string; readonly isProtected: boolean };

/** Whether the name of the old tag has to be typed. */
export const isGuarded = ({ remove }: RetagForm, { isProtected }: About): boolean => remove && isProtected;

/** The stage before anything is applied. Pure. */
export function stageOf({ asked, isSettled, plan, error }: Reading, form: RetagForm, about: About): Stage {
  if (asked.length === 0) return { kind: 'empty' };
  if (!isSettled) return { kind: 'planning' };
  if (error) return { kind: 'failed', error };
  if (!plan) return { kind: 'planning' };
  const changesSomething = form.remove || plan.targets.some(({ current }) => current.state !== 'same');
  const isConfirmed = !isGuarded(form, about) || form.typed.trim() === about.tag;
  return { kind: 'asking', plan, isReady: problemOf(namesOf(form), about.tag) === undefined && changesSomething && isConfirmed };
}

/** The stage after it was applied; undefined where all of it was done. */
export const stageAfter = (changeId: string, results: readonly RetagResult[]): Stage | undefined =>
  results.every(({ state }) => state === 'moved' || state === 'removed') ? undefined : { kind: 'partly', changeId, results };
