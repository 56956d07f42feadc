import { satisfies, validRange } from 'semver';
import type { CleanUpRule } from '../../../shared/contract/clean-up.ts';
import { isBuildName, versionOf } from '../../../shared/oci/tag-roles.ts';
import type { Version } from '../../../shared/oci/version.ts';
import { matchesGlob } from '../../../shared/pattern.ts';
import type { InvalidWhy } from '../../../shared/query/expression.ts';
import { compileExpression } from './expression.ts';

/** A rule that cannot be used: which of its fields, and why. */
export type InvalidField = { readonly field: 'match' | 'except' | 'versions'; readonly why: InvalidWhy };

/** A test of names with what a person typed. */
const testOf = (pattern: string, kind: CleanUpRule['exceptKind']): ((name: string) => boolean) | InvalidWhy =>
  kind === 'regex' ? compileExpression(pattern) : (name) => matchesGlob(name, pattern);

/** As npm compares versions: three numbers and a pre-release. A variant such as `-alpine` compares as its version. */
function comparable({ numbers, pre }: Version): string {
  const [major = 0, minor = 0, patch = 0] = numbers;
  return `${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join('.')}` : ''}`;
}

const inRange = (tag: string, range: string, families: ReadonlySet<string>): boolean => {
  const version = families.has(tag) ? undefined : versionOf(tag);
  return version !== undefined && satisfies(comparable(version), range, { includePrerelease: true });
};

/** The names that a rule matches. Or the field of the rule that cannot be used. */
export function namesOf(names: readonly string[], rule: CleanUpRule, families: ReadonlySet<string>): ReadonlySet<string> | InvalidField {
  const { match, matchKind, except, exceptKind, versions } = rule;
  const isMatch = matchKind === 'builds' ? isBuildName : match === '' ? () => true : testOf(match, matchKind);
  if (typeof isMatch === 'string') return { field: 'match', why: isMatch };
  const isException = except === '' ? () => false : testOf(except, exceptKind);
  if (typeof isException === 'string') return { field: 'except', why: isException };
  if (versions.trim() !== '' && validRange(versions) === null) return { field: 'versions', why: 'invalid' };
  return new Set(
    names.filter((name) => isMatch(name) && !isException(name) && (versions.trim() === '' || inRange(name, versions, families))),
  );
}
