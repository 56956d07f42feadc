import { assertNever } from './assert-never.ts';
import type { CleanUpRule, RuleSet } from './contract/clean-up.ts';

/** What people come to a clean-up for. Each fills in the rules; `own` leaves them to the person. */
export const intents = ['builds', 'releases', 'orphans', 'age', 'own'] as const;
export type Intent = (typeof intents)[number];
/** What every dry run also weighs: intents that need nothing read beyond what any of them reads, and builds in a stricter form. */
export const weighedSets = ['builds', 'recent-builds', 'releases', 'age'] as const;
export type WeighedSet = (typeof weighedSets)[number];

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
  notPulledDays: null,
};

/** Whether a rule names neither tags, nor a number to keep, nor a time: it would delete everything. */
const isEmptyRule = ({ match, matchKind, versions, keepNewest, olderThanDays, notPulledDays }: CleanUpRule): boolean =>
  match.trim() === '' &&
  matchKind !== 'builds' &&
  versions.trim() === '' &&
  keepNewest === null &&
  olderThanDays === null &&
  notPulledDays === null;

/** Whether a set has to know when tags were pulled last. */
export const asksForPulls = ({ rules }: RuleSet): boolean => rules.some(({ notPulledDays }) => notPulledDays !== null);

/** Whether a set says what to delete. */
export const isUsable = ({ rules, orphans, untagged }: RuleSet): boolean =>
  (orphans || untagged || rules.length > 0) && !rules.some(isEmptyRule);

const PULL_REQUESTS = 'pr-*, mr-*, pull-*';

const builds = (olderThanDays: number, keepNewest: number): readonly CleanUpRule[] => [
  { ...emptyRule, match: PULL_REQUESTS, olderThanDays },
  // A quiet branch may still run what it built last.
  { ...emptyRule, matchKind: 'builds', keepNewest, olderThanDays },
];

function rulesOf(intent: Intent): readonly CleanUpRule[] {
  switch (intent) {
    case 'builds':
      return builds(30, 10);
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
  untagged: false,
});

/** The intent that a set belongs to, and its rules. */
export function weighed(set: WeighedSet): { readonly intent: Exclude<WeighedSet, 'recent-builds'>; readonly ruleSet: RuleSet } {
  if (set !== 'recent-builds') return { intent: set, ruleSet: ruleSetOf(set) };
  return { intent: 'builds', ruleSet: { ...ruleSetOf('builds'), rules: [...builds(7, 3)] } };
}
