import { setImmediate as turn } from 'node:timers/promises';
import { weighed, weighedSets } from '../../../shared/clean-up.ts';
import type { CleanUpRow, RuleSet, SetYield } from '../../../shared/contract/clean-up.ts';
import { isComplete } from '../core/snapshot.ts';
import { type CleanUpFacts, decide } from './decide.ts';
import { weigh } from './weigh.ts';

/** What is decided of every tag; nothing is deleted of a repository that could not be read whole. */
export function decideSurely(facts: CleanUpFacts, ruleSet: RuleSet): ReturnType<typeof decide> {
  const rows = decide(facts, ruleSet);
  if ('field' in rows || isComplete(facts)) return rows;
  return rows.map((row): CleanUpRow => (row.action === 'delete' ? { ...row, action: 'keep', reason: 'unread' } : row));
}

/** The tags that are deleted. */
export const deletedOf = (rows: readonly CleanUpRow[]): ReadonlySet<string> =>
  new Set(rows.filter(({ action }) => action === 'delete').map(({ tag }) => tag));

/** What each of the usual sets would free, so that a person who wants room need not try one after the other. */
export async function yieldsOf(all: ReadonlyMap<string, CleanUpFacts>): Promise<SetYield[]> {
  const yields: SetYield[] = [];
  for (const set of weighedSets) {
    const { ruleSet } = weighed(set);
    const deleted = new Map<string, ReadonlySet<string>>();
    for (const [repository, facts] of all) {
      const rows = decideSurely(facts, ruleSet);
      deleted.set(repository, 'field' in rows ? new Set() : deletedOf(rows));
      // Other work goes on in between.
      await turn();
    }
    const tags = [...deleted.values()].reduce((sum, { size }) => sum + size, 0);
    yields.push({ set, tags, bytesFreed: weigh(all, deleted, false).bytesFreed });
  }
  return yields;
}
