import type { Weight } from '../../../shared/contract/clean-up.ts';
import { bytesFreed } from '../core/bytes.ts';
import type { CleanUpFacts } from './decide.ts';

/** The bytes of all images that were read, each blob once. Pure. */
export const weighAll = (facts: ReadonlyMap<string, CleanUpFacts>): number =>
  bytesFreed([...facts.values()].map(({ summaries }) => ({ summaries, isDeleted: () => true }))).bytesFreed;

/**
 * The bytes that deleting these tags frees, each blob once: those that nothing which is kept uses. And the bytes of deleted images that something
 * else uses. Over all repositories, because a registry stores each blob once. Pure.
 */
export function weigh(
  facts: ReadonlyMap<string, CleanUpFacts>,
  deleted: ReadonlyMap<string, ReadonlySet<string>>,
  untagOnly: boolean,
): Weight {
  return bytesFreed(
    [...facts].map(([repository, { scan, summaries }]) => {
      const tags = deleted.get(repository) ?? new Set();
      const kept = new Set([...scan.heads].filter(([tag]) => untagOnly || !tags.has(tag)).map(([, { digest }]) => digest));
      return { summaries, isDeleted: (digest) => !kept.has(digest) };
    }),
  );
}
