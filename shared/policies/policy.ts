import type { CleanUpRule, RuleSet } from '../contract/clean-up.ts';

/** Products that delete tags by rules of their own, which a set of rules can be written as. */
export const policyProducts = ['harbor', 'zot', 'ecr'] as const;
export type PolicyProduct = (typeof policyProducts)[number];

/** What a policy is made of. */
export type PolicyInput = {
  readonly ruleSet: RuleSet;
  /** One repository, or all that begin with a prefix. */
  readonly scope: { readonly kind: 'repository'; readonly repository: string } | { readonly kind: 'namespace'; readonly prefix: string };
  /** Globs of tags that the connection protects. */
  readonly protectedTags: readonly string[];
  /** Floating tags and those of the newest release that the rules keep, by their names of today; undefined where no dry run found them. */
  readonly names: readonly string[] | undefined;
};

/** Why a product cannot do what a rule says. */
type LeftOut = 'builds' | 'regex' | 'pattern' | 'except' | 'versions' | 'by-version' | 'pulls' | 'limits' | 'counts-others';

/** What a person has to know of a policy, because it is not what the rules say. */
export type PolicyNote =
  /** The tags of this rule are kept, and those of all later ones too where `andLater` says so. */
  | { readonly kind: 'left-out'; readonly rule: number; readonly why: LeftOut; readonly andLater: boolean }
  /** What the rule excepts is kept, and no later rule is asked. */
  | { readonly kind: 'except'; readonly rule: number }
  | { readonly kind: 'names'; readonly count: number }
  | { readonly kind: 'project'; readonly project: string }
  | {
      readonly kind:
        | 'no-names'
        | 'orphans'
        | 'by-push'
        | 'counts-tags'
        | 'counts-each'
        | 'never-pulled'
        | 'whole-images'
        | 'also-untagged'
        | 'untagged-kept'
        | 'log-only'
        | 'each-repository';
    };

/** A policy as the product reads it, or why there is none. */
export type Policy =
  | { readonly kind: 'policy'; readonly document: string; readonly notes: readonly PolicyNote[] }
  | {
      readonly kind: 'none';
      readonly why: 'untag-only' | 'too-many' | 'protected-pattern' | 'nothing';
      readonly notes: readonly PolicyNote[];
    };

export type Pattern = { readonly kind: 'glob' | 'regex'; readonly text: string };

/** What of the tags of a rule is kept: the newest, and those that were pushed or pulled within so many days. */
export type Limits = { readonly newest: number | null; readonly pushedDays: number; readonly pulledDays: number | null };

/** A rule as a product can carry it out. The first one that selects a tag decides. */
export type PolicyRule = {
  readonly tags: readonly Pattern[];
  readonly except: readonly Pattern[];
  readonly keep: 'all' | Limits;
};

/** What a product can do. */
export type Abilities = {
  readonly selects: (pattern: Pattern) => boolean;
  readonly pulls: boolean;
  /** Keeps what meets any of several limits. */
  readonly severalLimits: boolean;
  /** Counts among the newest of a rule what the rule excepts, and what an earlier rule decides about. */
  readonly countsOthers: boolean;
};

export type Prepared = {
  /** Globs of tags that are kept whatever the rules say. */
  readonly kept: readonly string[];
  readonly rules: readonly PolicyRule[];
  readonly notes: readonly PolicyNote[];
};

/** Signatures and their like, which are kept with their image. */
const REFERRERS = 'sha256-*';
const ALL: Pattern = { kind: 'glob', text: '*' };

const globsOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

function patternsOf(text: string, kind: 'glob' | 'regex'): Pattern[] {
  if (text.trim() === '') return [];
  return kind === 'regex' ? [{ kind, text }] : globsOf(text).map((glob) => ({ kind, text: glob }));
}

/** The limits of a rule. Tags in their grace time are kept by each. */
const limitsOf = ({ keepNewest, olderThanDays, notPulledDays }: CleanUpRule, graceDays: number): Limits => ({
  newest: keepNewest === 0 ? null : keepNewest,
  pushedDays: Math.max(olderThanDays ?? 0, graceDays),
  pulledDays: notPulledDays,
});

/** Why the product cannot tell which tags of this rule are deleted, though it can tell which tags the rule is about. */
function whyNot(rule: CleanUpRule, except: readonly Pattern[], limits: Limits, can: Abilities, isFirst: boolean): LeftOut | undefined {
  if (!except.every(can.selects)) return 'except';
  if (rule.versions.trim() !== '') return 'versions';
  // Tags that are no versions are kept, also where no version is.
  if (rule.keepNewest !== null && rule.newestBy !== 'date') return 'by-version';
  if (limits.pulledDays !== null && !can.pulls) return 'pulls';
  const asked = [limits.newest !== null, limits.pushedDays > 0, limits.pulledDays !== null].filter(Boolean).length;
  if (asked > 1 && !can.severalLimits) return 'limits';
  return limits.newest !== null && can.countsOthers && (!isFirst || except.length > 0) ? 'counts-others' : undefined;
}

/**
 * The rules as a product can carry them out, so that nothing is deleted that the rules would keep: of a rule that it cannot carry out the tags are
 * kept; where it cannot even tell which tags those are, no later rule applies either. Pure.
 */
function rulesFor({ rules, graceDays }: RuleSet, abilities: Abilities): Omit<Prepared, 'kept'> {
  const prepared: PolicyRule[] = [];
  const notes: PolicyNote[] = [];
  for (const [i, rule] of rules.entries()) {
    const number = i + 1;
    const isLast = number === rules.length;
    const leaveOut = (why: LeftOut, andLater: boolean): void =>
      void notes.push({ kind: 'left-out', rule: number, why, andLater: andLater && !isLast });
    const named = rule.matchKind === 'builds' ? undefined : patternsOf(rule.match, rule.matchKind);
    const unknown = named?.find((pattern) => !abilities.selects(pattern));
    if (!named || unknown) {
      leaveOut(!named ? 'builds' : unknown?.kind === 'regex' ? 'regex' : 'pattern', true);
      break;
    }
    const tags = named.length === 0 ? [ALL] : named;
    const except = patternsOf(rule.except, rule.exceptKind);
    const limits = limitsOf(rule, graceDays);
    const why = whyNot(rule, except, limits, abilities, i === 0);
    const isAll = tags.some(({ kind, text }) => kind === 'glob' && text === '*');
    if (why) leaveOut(why, isAll);
    else if (except.length > 0 && !isLast) notes.push({ kind: 'except', rule: number });
    prepared.push(why ? { tags, except: [], keep: 'all' } : { tags, except, keep: limits });
    if (why && isAll) break;
  }
  return { rules: prepared, notes };
}

/** What is kept in any case, and the rules as the product can carry them out. Pure. */
export function prepare({ ruleSet, protectedTags, names }: PolicyInput, abilities: Abilities): Prepared {
  const { rules, notes } = rulesFor(ruleSet, abilities);
  const usual = ruleSet.keepFloating ? ['latest'] : [];
  const kept = new Set([...protectedTags.flatMap(globsOf), ...usual, ...(names ?? []), REFERRERS]);
  const byName: PolicyNote[] = [];
  if (ruleSet.keepFloating || ruleSet.keepNewestRelease)
    byName.push(names === undefined ? { kind: 'no-names' } : { kind: 'names', count: names.length });
  return { kept: [...kept], rules, notes: [...byName, ...notes] };
}

/** Whether a policy of these rules deletes any tag. */
export const deletes = ({ rules }: Pick<Prepared, 'rules'>): boolean => rules.some(({ keep }) => keep !== 'all');

/** Whether any rule asks for this. */
export const asksFor = ({ rules }: Pick<Prepared, 'rules'>, isAsked: (limits: Limits, rule: PolicyRule) => boolean): boolean =>
  rules.some((rule) => rule.keep !== 'all' && isAsked(rule.keep, rule));

/** The policy as text, as people read JSON. */
export const written = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
