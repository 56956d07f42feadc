import { compareVersions, parseVersion, type Version } from './version.ts';

/** A tag that names the family of a version. `ahead` is a newer version in that family: then moving it would be a step back. */
export type FamilyTag = { readonly tag: string; readonly ahead: string | undefined };

const startsWith = (numbers: readonly number[], prefix: readonly number[]): boolean => prefix.every((part, i) => numbers[i] === part);

/** The newest release among these names that belongs to a family and is newer than `version`. */
function newerIn(names: readonly string[], version: Version, belongs: (name: string, other: Version) => boolean): string | undefined {
  let newest: { name: string; version: Version } | undefined;
  for (const name of names) {
    const other = parseVersion(name);
    if (!other || other.pre.length > 0 || other.rest !== version.rest || !belongs(name, other)) continue;
    // Its own families are no newer ones; another one, such as 1.10 for 1.9.2, is.
    if (startsWith(version.numbers, other.numbers)) continue;
    if (compareVersions(other, newest?.version ?? version) > 0) newest = { name, version: other };
  }
  return newest?.name;
}

/**
 * The family of a version: 1.9.2 has 1.9, 1 and latest; 1.9.2-alpine has 1.9-alpine and 1-alpine. Whether each would move forward is told by
 * the names of the repository alone. A pre-release has none: it must never move what people pull by habit. Pure.
 */
export function familyOf(tag: string, names: readonly string[]): FamilyTag[] {
  const version = parseVersion(tag);
  if (!version || version.pre.length > 0) return [];
  const v = tag.startsWith('v') ? 'v' : '';
  // As it is written: 22.04.1 belongs to 22.04.
  const written = /^\d+(?:\.\d+)*/.exec(tag.slice(v.length))?.[0] ?? '';
  const suffix = tag.slice(v.length + written.length);
  const family: FamilyTag[] = [];
  for (let length = version.numbers.length - 1; length >= 1; length--) {
    const prefix = version.numbers.slice(0, length);
    const belongs = (name: string, other: Version): boolean =>
      other.numbers.length > length && startsWith(other.numbers, prefix) && name.startsWith('v') === (v === 'v');
    family.push({ tag: `${v}${written.split('.').slice(0, length).join('.')}${suffix}`, ahead: newerIn(names, version, belongs) });
  }
  if (suffix === '') family.push({ tag: 'latest', ahead: newerIn(names, version, () => true) });
  return family;
}
