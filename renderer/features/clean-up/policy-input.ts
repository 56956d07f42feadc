import type { RuleSet } from '../../../shared/contract/clean-up.ts';
import type { PolicyInput } from '../../../shared/policies/policy.ts';
import type { PlannedRow } from './clean-up-rows.ts';
import type { Draft } from './draft.ts';
import type { DryRun } from './use-dry-run.ts';

/** The tags that the rules keep for what they are, by their names of today. Pure. */
function namesKept(rows: readonly PlannedRow[], { keepFloating, keepNewestRelease }: RuleSet): string[] {
  const names = rows.flatMap(({ tag, role }) =>
    (role === 'floating' && keepFloating) || (role === 'newest-release' && keepNewestRelease) ? [tag] : [],
  );
  return [...new Set(names)];
}

/** What a policy is made of: the rules, where they apply, and what a dry run of them found. */
export const policyInput = (
  { ruleSet, prefix }: Draft,
  repository: string | undefined,
  protectedTags: readonly string[],
  run: DryRun,
): PolicyInput => ({
  ruleSet,
  scope:
    prefix === null && repository !== undefined ? { kind: 'repository', repository } : { kind: 'namespace', prefix: (prefix ?? '').trim() },
  protectedTags,
  names: run.kind === 'ready' ? namesKept(run.rows, ruleSet) : undefined,
});
