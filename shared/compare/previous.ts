import { kindOfTag, type TagFacts } from '../oci/tag-kind.ts';
import { orderTags } from '../oci/tag-order.ts';
import { compareVersions, parseVersion, type Version } from '../oci/version.ts';

type FactsOf = (tag: string) => TagFacts | undefined;

/** Whether two tags are known to point to one image: then there is nothing to compare. */
const isOther =
  (tag: string, factsOf: FactsOf) =>
  (name: string): boolean =>
    name !== tag && (factsOf(tag)?.digest === undefined || factsOf(name)?.digest !== factsOf(tag)?.digest);

/** Whether two versions are of one kind: as many numbers, the same variant, and a `v` before both or neither. */
const isKin = (a: string, b: string, x: Version, y: Version): boolean =>
  x.numbers.length === y.numbers.length && x.rest === y.rest && a.startsWith('v') === b.startsWith('v');

/** The next lower version of the same kind. What precedes a release is a release. */
function lowerVersion(tag: string, version: Version, names: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly version: Version } | undefined;
  for (const name of names) {
    const other = parseVersion(name);
    if (!other || !isKin(tag, name, version, other) || (version.pre.length === 0 && other.pre.length > 0)) continue;
    if (compareVersions(other, version) >= 0 || kindOfTag(name).kind !== 'version') continue;
    if (!best || compareVersions(other, best.version) > 0) best = { name, version: other };
  }
  return best?.name;
}

/** The name with `0` for each number, by which `nightly-20260411` and `nightly-20260410` are of one kind. */
const shapeOf = (name: string): string => name.replace(/\d+/g, '0');

/** The newest image that is older than that of the tag. */
function olderImage(tag: string, names: readonly string[], factsOf: FactsOf): string | undefined {
  const created = factsOf(tag)?.created;
  if (created === undefined) return undefined;
  let best: { readonly name: string; readonly created: string } | undefined;
  for (const name of names) {
    const other = factsOf(name)?.created;
    if (other === undefined || other >= created || kindOfTag(name).kind === 'referrers') continue;
    if (!best || other > best.created) best = { name, created: other };
  }
  return best?.name;
}

/**
 * The tag whose image came before that of `tag`: of a version the next lower one of its kind, of a name that follows versions (`latest`) the one before the version
 * that it is, of numbered and dated names the next lower one, of all else the newest of the older images. Undefined where none is known. Tags of the
 * same image are passed over. Pure.
 */
export function previousTag(tag: string, names: readonly string[], factsOf: FactsOf): string | undefined {
  const others = names.filter(isOther(tag, factsOf));
  const kind = kindOfTag(tag);
  if (kind.kind === 'version') {
    const lower = lowerVersion(tag, kind.version, others);
    if (lower !== undefined) return lower;
  }
  const digest = factsOf(tag)?.digest;
  if (digest !== undefined && (kind.kind === 'word' || kind.kind === 'numbered')) {
    const longest = names
      .filter((name) => name !== tag && factsOf(name)?.digest === digest && kindOfTag(name).kind === 'version')
      .toSorted((a, b) => (parseVersion(b)?.numbers.length ?? 0) - (parseVersion(a)?.numbers.length ?? 0));
    const version = longest[0];
    const lower = version === undefined ? undefined : previousTag(version, names, factsOf);
    if (lower !== undefined) return lower;
  }
  if (kind.kind === 'dated' || kind.kind === 'numbered') {
    const kin = orderTags([tag, ...others.filter((name) => shapeOf(name) === shapeOf(tag))]);
    const next = kin[kin.indexOf(tag) + 1];
    if (next !== undefined) return next;
  }
  return olderImage(tag, others, factsOf);
}
