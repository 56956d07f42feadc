import { subjectOf } from './digest.ts';
import { isFloating, kindOfTag } from './tag-kind.ts';
import type { Version } from './version.ts';

/** From this on, a number alone is the number of a build. */
const FIRST_BUILD = 1_000;

const BUILD = /^(?:pr|mr|pull|merge|build|ci|run|job|commit|sha|branch|feature|feat|fix|bugfix|hotfix|renovate|dependabot)(?:$|[-_.\d])/i;
const BRANCH = /^(?:main|master|trunk|develop|nightly|weekly|daily|snapshot|canary|edge)[-_.].*\d/i;

/** Dated names of what runs or was released are no builds. */
const RELEASED = /^(?:prod|production|live|release|released|rel|stable|lts)(?:$|[-_.])/i;

/** The name of one build: a pull request, a branch, a commit or a day. A version such as `2026.04.11` is not one. */
export function isBuildName(tag: string): boolean {
  const { kind } = kindOfTag(tag);
  return kind === 'dated' || kind === 'hashed' ? !RELEASED.test(tag) : kind !== 'version' && (BUILD.test(tag) || BRANCH.test(tag));
}

/** A tag as a version. The number of a build is not one, nor is a word that begins with a digit. */
export function versionOf(tag: string): Version | undefined {
  const kind = kindOfTag(tag);
  if (kind.kind !== 'version') return undefined;
  const { numbers, rest } = kind.version;
  const isGlued = rest !== '' && /^v?\d+[a-z]/i.test(tag);
  const isNumber = numbers.length === 1 && (numbers[0] ?? 0) >= FIRST_BUILD;
  return isGlued || isNumber ? undefined : kind.version;
}

/** Versions that follow others: 1.9 where there is a 1.9.2. */
export function familyTagsOf(names: readonly string[]): ReadonlySet<string> {
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

/** A released version: neither a pre-release, nor a tag that follows others, nor one build of a version. */
const isRelease = (tag: string, version: Version | undefined, families: ReadonlySet<string>): version is Version =>
  version !== undefined && version.pre.length === 0 && !families.has(tag) && !isBuildName(version.rest);

function isNewer(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < Math.max(a.length, b.length); i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  return false;
}

/** What most people would not want to lose of a repository. */
export type TagRoles = {
  /** Tags that move from image to image: `latest`, 1.9 beside 1.9.2, and other words on the image of a version. */
  readonly floating: ReadonlySet<string>;
  /** The newest release in all its variants, with every other name of those images. */
  readonly newestRelease: ReadonlySet<string>;
};

/** The roles of a repository's tags, from their names and the digests that they point to. Pure. */
export function tagRoles(digests: ReadonlyMap<string, string>): TagRoles {
  const names = [...digests.keys()].filter((tag) => subjectOf(tag) === undefined);
  const families = familyTagsOf(names);
  const releases = names.flatMap((tag) => {
    const version = versionOf(tag);
    return isRelease(tag, version, families) ? [{ tag, numbers: version.numbers }] : [];
  });
  const newest = releases.reduce<readonly number[] | undefined>(
    (best, { numbers }) => (best && !isNewer(numbers, best) ? best : numbers),
    undefined,
  );
  const ofNewest = new Set(releases.filter(({ numbers }) => newest && !isNewer(newest, numbers)).map(({ tag }) => digests.get(tag)));
  const ofVersions = new Set(names.flatMap((tag) => (versionOf(tag) === undefined ? [] : (digests.get(tag) ?? []))));
  const floats = (tag: string): boolean =>
    families.has(tag) || (!isBuildName(tag) && isFloating(tag, kindOfTag(tag), digests.get(tag), ofVersions));
  return {
    floating: new Set(names.filter(floats)),
    newestRelease: new Set(names.filter((tag) => ofNewest.has(digests.get(tag)) && !isBuildName(tag))),
  };
}
