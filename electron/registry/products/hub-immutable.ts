import { RE2JS, RE2JSException } from 're2js';
import { z } from 'zod';
import { expressionCompiler } from '../../../shared/query/expression.ts';

/** Rules that are looked at, and characters of one. */
const MOST_RULES = 100;
const MOST_CHARACTERS = 500;

const settings = z.object({ enabled: z.boolean(), rules: z.array(z.string()).nullish() });

/** The part of a repository's description that says which of its tags are immutable. */
export const immutableSettings = z.object({ immutable_tags_settings: settings.nullish().catch(undefined) });

/** Whether a tag is immutable; undefined where that is not known. */
export type ImmutableTest = (tag: string) => boolean | undefined;

const compile = expressionCompiler({ RE2JS, RE2JSException });

/**
 * Which tags Docker Hub's settings make immutable: those that one of its expressions finds something in. They are Go's, as RE2 reads them
 * (https://docs.docker.com/docker-hub/repos/manage/hub-images/immutable-tags/). Of an expression that cannot be read nothing is concluded.
 */
export function immutableTest(said: z.infer<typeof settings> | null | undefined): ImmutableTest {
  if (!said) return () => undefined;
  if (!said.enabled) return () => false;
  const rules = said.rules ?? [];
  const tests = rules.slice(0, MOST_RULES).map((rule) => (rule.length > MOST_CHARACTERS ? 'unsupported' : compile(rule)));
  const isWhole = rules.length > 0 && rules.length <= MOST_RULES && tests.every((test) => typeof test !== 'string');
  return (tag) => tests.some((test) => typeof test !== 'string' && test(tag)) || (isWhole ? false : undefined);
}
