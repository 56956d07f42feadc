import type { Weight } from '../../../shared/contract/clean-up.ts';
import { bytesFreed } from '../core/bytes.ts';
import type { CleanUpFacts } from './decide.ts';

/** The bytes of all images that were read, each blob once. Pure. */
export const weighAll = (facts: ReadonlyMap<string, CleanUpFacts>): number =>
  bytesFreed(
    [...facts.values()].map(({ summaries, untagged }) => ({ summaries: new Map([...summaries, ...untagged]), isDeleted: () => true })),
  ).bytesFreed;

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
    [...facts].map(([repository, { scan, summaries, untagged }]) => {
      const tags = deleted.get(repository) ?? new Set();
      const isKept = (name: string): boolean => untagOnly || !tags.has(name);
      const kept = new Set([...scan.heads].filter(([tag]) => isKept(tag)).map(([, { digest }]) => digest));
      for (const digest of untagged.keys()) if (isKept(digest)) kept.add(digest);
      return { summaries: new Map([...summaries, ...untagged]), isDeleted: (digest) => !kept.has(digest) };
    }),
  );
}
