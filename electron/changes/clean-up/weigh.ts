import type { Weight } from '../../../shared/contract/clean-up.ts';
import { bytesFreed } from '../core/bytes.ts';
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
  return bytesFreed(
    [...facts].map(([repository, { scan, summaries }]) => {
      const tags = going.get(repository) ?? new Set();
      const kept = new Set([...scan.heads].filter(([tag]) => untagOnly || !tags.has(tag)).map(([, { digest }]) => digest));
      return { summaries, isDeleted: (digest) => !kept.has(digest) };
    }),
  );
}
