import { assertNever } from './assert-never.ts';
import type { CleanUpRule, RuleSet } from './contract/clean-up.ts';

/** What people come to a clean-up for. Each fills in the rules; `own` leaves them to the person. */
export const intents = ['builds', 'releases', 'orphans', 'age', 'own'] as const;
export type Intent = (typeof intents)[number];
/** Those that every dry run also weighs: they need nothing read beyond what any of them reads. */
export const weighedIntents = ['builds', 'releases', 'age'] as const satisfies readonly Intent[];

/** A rule before anything was said in it. */
export const emptyRule: CleanUpRule = {
  match: '',
  matchKind: 'glob',
  except: '',
  exceptKind: 'glob',
  versions: '',
  keepNewest: null,
  newestBy: 'date',
  olderThanDays: null,
};

/** Whether a rule names neither tags, nor a number to keep, nor an age: it would delete everything. */
const isEmptyRule = ({ match, matchKind, versions, keepNewest, olderThanDays }: CleanUpRule): boolean =>
  match.trim() === '' && matchKind !== 'builds' && versions.trim() === '' && keepNewest === null && olderThanDays === null;

/** Whether a set says what to delete. */
export const isUsable = ({ rules, orphans }: RuleSet): boolean => (orphans || rules.length > 0) && !rules.some(isEmptyRule);

const PULL_REQUESTS = 'pr-*, mr-*, pull-*';

function rulesOf(intent: Intent): readonly CleanUpRule[] {
  switch (intent) {
    case 'builds':
      return [
        { ...emptyRule, match: PULL_REQUESTS, olderThanDays: 30 },
        // A quiet branch may still run what it built last.
        { ...emptyRule, matchKind: 'builds', keepNewest: 10, olderThanDays: 30 },
      ];
    case 'releases':
      return [{ ...emptyRule, keepNewest: 3, newestBy: 'minor' }];
    case 'orphans':
      return [];
    case 'age':
      return [{ ...emptyRule, keepNewest: 10, olderThanDays: 180 }];
    case 'own':
      return [emptyRule];
    default:
      return assertNever(intent);
  }
}

/** The rules that an intent begins with. Floating tags and the newest release are kept by every one. */
export const ruleSetOf = (intent: Intent): RuleSet => ({
  name: '',
  rules: [...rulesOf(intent)],
  graceDays: 7,
  untagOnly: false,
  keepFloating: true,
  keepNewestRelease: true,
  orphans: intent === 'orphans',
});
