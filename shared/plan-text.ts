import { registryBase } from './oci/reference.ts';
import { type PlanFile, readPlanFile } from './plan-file.ts';
import { type RetagFile, readRetagFile } from './retag-plan-file.ts';

export type AnyPlanFile = PlanFile | RetagFile;

/** Reads the text of a plan, of a deletion or a retag; or why it is none. Pure. */
export function parsePlan(text: string): AnyPlanFile | 'not-json' | 'no-plan' {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not-json';
  }
  return readPlanFile(value) ?? readRetagFile(value) ?? 'no-plan';
}

/** The saved registry that a plan is about, if there is one: that of the very address before another one of the same registry. Pure. */
export function registryOfPlan<Saved extends { readonly url: string }>(
  saved: readonly Saved[],
  { registry }: Pick<AnyPlanFile, 'registry'>,
): Saved | undefined {
  const there = saved.filter(({ url }) => registryBase(url) === registryBase(registry));
  return there.find(({ url }) => url === registry) ?? there[0];
}
