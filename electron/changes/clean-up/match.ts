import { satisfies, validRange } from 'semver';
import type { CleanUpRule } from '../../../shared/contract/clean-up.ts';
import { parseVersion, type Version } from '../../../shared/oci/version.ts';
import { matchesGlob } from '../../../shared/pattern.ts';
import { compileExpression, type InvalidWhy } from './expression.ts';

/** A rule that cannot be used: which of its fields, and why. */
export type InvalidField = { readonly field: 'match' | 'except' | 'versions'; readonly why: InvalidWhy };

/** A test of names with what a person typed. */
const testOf = (pattern: string, kind: 'glob' | 'regex'): ((name: string) => boolean) | InvalidWhy =>
  kind === 'regex' ? compileExpression(pattern) : (name) => matchesGlob(name, pattern);

/** A tag as a version. A commit id that begins with a digit is not one. */
export function versionOf(tag: string): Version | undefined {
  const version = parseVersion(tag);
  const isGlued = version !== undefined && version.rest !== '' && /^v?\d+[a-z]/i.test(tag);
  return isGlued ? undefined : version;
}

/** As npm compares versions: three numbers and a pre-release. A variant such as `-alpine` compares as its version. */
function comparable({ numbers, pre }: Version): string {
  const [major = 0, minor = 0, patch = 0] = numbers;
  return `${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join('.')}` : ''}`;
}

/** Floating tags: 1.9 where there is a 1.9.2. They follow other tags and are not versions of their own. */
export function floatingOf(names: readonly string[]): ReadonlySet<string> {
  const prefixes = new Set<string>();
  for (const name of names) {
    const version = versionOf(name);
    for (let n = 1; version && n < version.numbers.length; n++) prefixes.add(`${version.numbers.slice(0, n).join('.')} ${version.rest}`);
  }
  return new Set(
    names.filter((name) => {
      const version = versionOf(name);
      return version !== undefined && version.pre.length === 0 && prefixes.has(`${version.numbers.join('.')} ${version.rest}`);
    }),
  );
}

const inRange = (tag: string, range: string, floating: ReadonlySet<string>): boolean => {
  const version = floating.has(tag) ? undefined : versionOf(tag);
  return version !== undefined && satisfies(comparable(version), range, { includePrerelease: true });
};

/** The names that a rule matches. Or the field of the rule that cannot be used. */
export function namesOf(names: readonly string[], rule: CleanUpRule, floating: ReadonlySet<string>): ReadonlySet<string> | InvalidField {
  const { match, matchKind, except, exceptKind, versions } = rule;
  const isMatch = match === '' ? () => true : testOf(match, matchKind);
  if (typeof isMatch === 'string') return { field: 'match', why: isMatch };
  const isException = except === '' ? () => false : testOf(except, exceptKind);
  if (typeof isException === 'string') return { field: 'except', why: isException };
  if (versions.trim() !== '' && validRange(versions) === null) return { field: 'versions', why: 'invalid' };
  return new Set(
    names.filter((name) => isMatch(name) && !isException(name) && (versions.trim() === '' || inRange(name, versions, floating))),
  );
}
