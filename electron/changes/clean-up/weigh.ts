import type { Weight } from '../../../shared/contract/clean-up.ts';
import type { CleanUpFacts } from './decide.ts';

/**
 * What is freed when these tags go and, with the last tag of each, its image: bytes that nothing which stays uses, each blob once; and bytes
 * of images that go which something else uses. Over all repositories, as a registry keeps each blob but once. Pure.
 */
export function weigh(
  facts: ReadonlyMap<string, CleanUpFacts>,
  going: ReadonlyMap<string, ReadonlySet<string>>,
  untagOnly: boolean,
): Weight {
  const kept = new Set<string>();
  const gone = new Map<string, number>();
  for (const [repository, { scan, summaries }] of facts) {
    const tags = going.get(repository) ?? new Set();
    const stays = new Set<string>();
    for (const [tag, { digest }] of scan.heads) if (untagOnly || !tags.has(tag)) stays.add(digest);
    for (const { digest, layers, configs } of summaries.values())
      for (const [blob, size] of [...layers, ...configs]) {
        if (stays.has(digest)) kept.add(blob);
        else gone.set(blob, size);
      }
  }
  const sum = (shared: boolean): number => [...gone].reduce((bytes, [blob, size]) => (kept.has(blob) === shared ? bytes + size : bytes), 0);
  return { bytesFreed: sum(false), bytesKept: sum(true) };
}
