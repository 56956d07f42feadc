import { createContext, runInContext } from 'node:vm';
import { satisfies, validRange } from 'semver';
import type { CleanUpRule } from '../../../shared/contract/clean-up.ts';
import { parseVersion, type Version } from '../../../shared/oci/tag-order.ts';
import { matchesGlob } from '../../../shared/pattern.ts';

/** ms that a regular expression may take over all names of a repository. */
const PATIENCE = 1_000;

/** A rule that cannot be read: which of its fields. */
export type InvalidField = 'match' | 'except' | 'versions';

/** Names that a regular expression matches. It runs apart and not for ever: a person may write one that would never end. */
function matchRegex(names: readonly string[], pattern: string): ReadonlySet<string> {
  const context = createContext(Object.assign(Object.create(null), { pattern, names: JSON.stringify(names) }));
  const code =
    'JSON.stringify(((all) => { const test = new RegExp(pattern); return all.filter((name) => test.test(name)); })(JSON.parse(names)))';
  return new Set(JSON.parse(String(runInContext(code, context, { timeout: PATIENCE }))) as string[]);
}

function matching(names: readonly string[], pattern: string, kind: 'glob' | 'regex'): ReadonlySet<string> {
  return kind === 'regex' ? matchRegex(names, pattern) : new Set(names.filter((name) => matchesGlob(name, pattern)));
}

/** A tag as a version; not what only begins with a digit, such as the id of a commit. */
export function versionOf(tag: string): Version | undefined {
  const version = parseVersion(tag);
  const isGlued = version !== undefined && version.rest !== '' && /^v?\d+[a-z]/i.test(tag);
  return isGlued ? undefined : version;
}

/** As npm compares: three numbers and a pre-release. A variant such as `-alpine` is the version that it is a variant of. */
function comparable({ numbers, pre }: Version): string {
  const [major = 0, minor = 0, patch = 0] = numbers;
  return `${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join('.')}` : ''}`;
}

/** Of these names those that float: 1.9 where there is a 1.9.2. They follow others, and are no versions of their own. */
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

/** The names that a rule is about. Or which of its fields cannot be read: a broken expression, one that does not end, no range. */
export function namesOf(names: readonly string[], rule: CleanUpRule, floating: ReadonlySet<string>): ReadonlySet<string> | InvalidField {
  const { match, matchKind, except, exceptKind, versions } = rule;
  let left = names;
  try {
    if (match !== '') {
      const found = matching(names, match, matchKind);
      left = left.filter((name) => found.has(name));
    }
  } catch {
    return 'match';
  }
  try {
    if (except !== '') {
      const found = matching(left, except, exceptKind);
      left = left.filter((name) => !found.has(name));
    }
  } catch {
    return 'except';
  }
  if (versions.trim() === '') return new Set(left);
  if (validRange(versions) === null) return 'versions';
  return new Set(left.filter((name) => inRange(name, versions, floating)));
}
