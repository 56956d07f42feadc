import { parseVersion } from '../../../shared/oci/version.ts';
import { nearestName } from '../../lib/text/nearest.ts';
import { holdsReferrers } from './rows.ts';

/** As many as are offered at the most. */
const MOST = 5;

const bare = (tag: string): string => tag.toLowerCase().replace(/^v(?=\d)/, '');

/** Whether one name goes on where the other ends: `2.0.0-rc.2` after `2.0.0`, and not `2.0.01`. */
const continues = (long: string, short: string): boolean => long.startsWith(short) && /^[-._+]/.test(long.slice(short.length));

/** How far a tag is from the one that was asked for: smaller is nearer; undefined for one that has nothing to do with it. */
function rankOf(wanted: string, tag: string): number | undefined {
  const [a, b] = [bare(wanted), bare(tag)];
  if (a === b) return 0;
  if (continues(b, a)) return 1;
  if (continues(a, b)) return 2;
  const [asked, version] = [parseVersion(wanted), parseVersion(tag)];
  if (!asked || !version || asked.numbers[0] !== version.numbers[0]) return undefined;
  return asked.numbers[1] === version.numbers[1] ? 3 : 4;
}

/**
 * Tags that were perhaps meant by one that is not found: the same but for a `v` or capitals, its variants and pre-releases, the same version line;
 * of words the one that is a letter or two away. In each group `names` keep their order, newest first. Pure.
 */
export function similarTags(wanted: string, names: readonly string[]): readonly string[] {
  const own = names.filter((name) => name !== wanted && !holdsReferrers(name));
  const ranked = own.flatMap((name) => {
    const rank = rankOf(wanted, name);
    return rank === undefined ? [] : { name, rank };
  });
  const nearest = parseVersion(wanted) ? undefined : nearestName(wanted, own);
  const found = [...(nearest === undefined ? [] : [nearest]), ...ranked.toSorted((a, b) => a.rank - b.rank).map(({ name }) => name)];
  return [...new Set(found)].slice(0, MOST);
}
