import type { CleanUpReason, CleanUpRow, CleanUpRule, RuleSet } from '../../../shared/contract/clean-up.ts';
import type { ToldOfTag } from '../../../shared/contract/tags.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';
import { familyTagsOf, type TagRoles, tagRoles, versionOf } from '../../../shared/oci/tag-roles.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { isListOf } from '../core/holders.ts';
import type { Scan } from '../core/scan.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { type InvalidField, namesOf } from './match.ts';

const DAY = 86_400_000;

/** Everything that was read of a repository before the rules are applied. */
export type CleanUpFacts = Snapshot & {
  readonly protectedTags: readonly string[];
  /** Images that the registry was asked for and does not have: those that a signature or another referrer names in its tag. */
  readonly missingSubjects: ReadonlySet<string>;
  /** What the product says of tags; empty where it says nothing, or no rule asks for it. */
  readonly told: ReadonlyMap<string, ToldOfTag>;
  /** Manifests without a tag, as far as they are known of; those that could be read. Empty where they are not asked for. */
  readonly untagged: ReadonlyMap<string, ImageSummary>;
  /** When each was pushed, where the product tells it (ISO 8601). */
  readonly pushed: ReadonlyMap<string, string>;
  /** Those that no tag or index was ever seen to lead to. */
  readonly neverTagged: ReadonlySet<string>;
  /** ms since 1970. */
  readonly now: number;
};

type Verdict = { readonly action: 'delete' | 'keep'; readonly reason: CleanUpReason; readonly rule?: number };

const keep = (reason: CleanUpReason, rule?: number): Verdict => ({ action: 'keep', reason, ...(rule === undefined ? {} : { rule }) });

/** Age in ms; undefined where it is unknown. */
function ageOf({ scan, summaries, now }: CleanUpFacts, tag: string): number | undefined {
  const created = summaries.get(scan.heads.get(tag)?.digest ?? '')?.created;
  return created === undefined ? undefined : now - Date.parse(created);
}

/** These tags, newest first, without those of unknown age. */
function newestFirst(facts: CleanUpFacts, tags: readonly string[]): string[] {
  const dated = tags.flatMap((tag) => {
    const age = ageOf(facts, tag);
    return age === undefined ? [] : [{ tag, age }];
  });
  return dated.sort((a, b) => a.age - b.age || (a.tag < b.tag ? -1 : 1)).map(({ tag }) => tag);
}

/**
 * Versions, newest first: one line for each variant (such as `-alpine`) and one for its pre-releases, where asked for in each minor version. A
 * tag that follows others (1.9 beside 1.9.2) is not a version.
 */
function versionLines(tags: readonly string[], families: ReadonlySet<string>, isByMinor: boolean): string[][] {
  const lines = new Map<string, string[]>();
  for (const tag of orderTags(tags)) {
    const version = families.has(tag) ? undefined : versionOf(tag);
    const minor = isByMinor ? version?.numbers.slice(0, 2).join('.') : '';
    const line = `${minor} ${version?.rest} ${(version?.pre.length ?? 0) > 0}`;
    if (version) lines.set(line, [...(lines.get(line) ?? []), tag]);
  }
  return [...lines.values()];
}

/** The tags of the first `count` images of a line. Several tags of one image count once. */
function newestImages({ scan }: CleanUpFacts, line: readonly string[], count: number): string[] {
  const images = new Set<string>();
  return line.filter((tag) => {
    const digest = scan.heads.get(tag)?.digest ?? '';
    if (images.size < count) images.add(digest);
    return images.has(digest);
  });
}

/** What one rule decides about the tags that it matches. */
function applyRule(facts: CleanUpFacts, rule: CleanUpRule, number: number, tags: readonly string[]): Map<string, Verdict> {
  const { keepNewest, newestBy, olderThanDays, notPulledDays } = rule;
  const lines =
    keepNewest === null
      ? []
      : newestBy === 'date'
        ? [newestFirst(facts, tags)]
        : versionLines(tags, familyTagsOf([...facts.scan.heads.keys()]), newestBy === 'minor');
  const newest = new Set(lines.flatMap((line) => newestImages(facts, line, keepNewest ?? 0)));
  const known = new Set(lines.flat());
  const decide = (tag: string): Verdict => {
    if (keepNewest !== null && newestBy !== 'date' && !known.has(tag)) return keep('not-a-version', number);
    const age = ageOf(facts, tag);
    // A tag of unknown age is never deleted.
    if (age === undefined) return keep('unknown-age', number);
    if (newest.has(tag)) return keep('newest', number);
    if (olderThanDays !== null && age < olderThanDays * DAY) return keep('too-young', number);
    if (notPulledDays !== null) {
      const pulled = facts.told.get(tag)?.pulled;
      // Not even one that never was pulled, as far as the product knows: it may count since yesterday.
      if (pulled === undefined) return keep('unknown-pull', number);
      if (facts.now - Date.parse(pulled) < notPulledDays * DAY) return keep('pulled-lately', number);
    }
    return { action: 'delete', reason: 'rule', rule: number };
  };
  return new Map(tags.map((tag) => [tag, decide(tag)]));
}

/** Tags that are kept whatever the rules say. */
function alwaysKept(facts: CleanUpFacts, { graceDays, keepFloating, keepNewestRelease }: RuleSet, roles: TagRoles): Map<string, Verdict> {
  const names = [...facts.scan.heads.keys()];
  const kept = new Map<string, Verdict>();
  for (const tag of names) {
    const age = ageOf(facts, tag);
    if (subjectOf(tag) !== undefined) kept.set(tag, keep('referrer'));
    else if (age !== undefined && age < graceDays * DAY) kept.set(tag, keep('grace'));
  }
  if (keepNewestRelease) for (const tag of roles.newestRelease) kept.set(tag, keep('newest-release'));
  if (keepFloating) for (const tag of roles.floating) kept.set(tag, keep('floating'));
  for (const tag of protectedOf(names, facts.protectedTags)) kept.set(tag, keep('protected'));
  return kept;
}

/** Keeps what an index that is kept contains. Keeping one image may keep another index, so this repeats until nothing changes. */
function keepInUse({ scan, summaries }: CleanUpFacts, verdicts: Map<string, Verdict>): void {
  for (let changed = true; changed; ) {
    changed = false;
    const inUse = new Set<string>();
    for (const [tag, { digest }] of scan.heads)
      if (verdicts.get(tag)?.action === 'keep')
        for (const child of summaries.get(digest)?.children ?? []) if (!isListOf(tag, summaries.get(child)?.subject)) inUse.add(child);
    for (const [tag, { digest }] of scan.heads)
      if (verdicts.get(tag)?.action === 'delete' && inUse.has(digest)) {
        verdicts.set(tag, keep('in-use'));
        changed = true;
      }
  }
}

/** Deletes signatures and other referrers together with an image that loses every tag, and, where asked for, those without an image. All others are kept. */
function settleReferrers({ scan, missingSubjects }: CleanUpFacts, verdicts: Map<string, Verdict>, { untagOnly, orphans }: RuleSet): void {
  if (untagOnly) return;
  const isKept = new Map<string, boolean>();
  for (const [tag, { digest }] of scan.heads) isKept.set(digest, (isKept.get(digest) ?? false) || verdicts.get(tag)?.action === 'keep');
  for (const tag of scan.heads.keys()) {
    const subject = subjectOf(tag) ?? '';
    // Only referrers that are kept for no other reason, such as protection.
    if (verdicts.get(tag)?.reason !== 'referrer') continue;
    if (isKept.get(subject) === false) verdicts.set(tag, { action: 'delete', reason: 'subject-deleted' });
    else if (orphans && missingSubjects.has(subject)) verdicts.set(tag, { action: 'delete', reason: 'orphaned' });
  }
}

/**
 * Decides about every tag, with the reason. What is always kept comes first, then the first rule that matches, then what indexes use. A tag
 * whose manifest could not be read is kept. Answers the rule that cannot be used instead, if there is one. Pure.
 */
export function decide(facts: CleanUpFacts, ruleSet: RuleSet): readonly CleanUpRow[] | (InvalidField & { readonly rule: number }) {
  const { scan, summaries, unreadManifests } = facts;
  const roles = tagRoles(new Map([...scan.heads].map(([tag, { digest }]) => [tag, digest])));
  const verdicts = alwaysKept(facts, ruleSet, roles);
  const unread = new Set(unreadManifests);
  for (const [tag, { digest }] of scan.heads) if (unread.has(digest) && !verdicts.has(tag)) verdicts.set(tag, keep('unread'));
  let open = [...scan.heads.keys()];
  const families = familyTagsOf(open);
  for (const [i, rule] of ruleSet.rules.entries()) {
    const names = namesOf(open, rule, families);
    if ('field' in names) return { rule: i + 1, ...names };
    const about = open.filter((tag) => names.has(tag));
    // Protected, floating and young tags count among the newest, too.
    for (const [tag, verdict] of applyRule(facts, rule, i + 1, about)) if (!verdicts.has(tag)) verdicts.set(tag, verdict);
    open = open.filter((tag) => !names.has(tag));
  }
  for (const tag of open) if (!verdicts.has(tag)) verdicts.set(tag, keep('no-rule'));
  keepInUse(facts, verdicts);
  settleReferrers(facts, verdicts, ruleSet);
  return [...rowsOf(scan, summaries, verdicts, roles), ...untaggedRows(facts, ruleSet)];
}

/** What is decided about each manifest without a tag: one that an index contains, or that refers to something, goes with that or is kept with it. */
function untaggedRows({ summaries, untagged, pushed, neverTagged, now }: CleanUpFacts, { graceDays, untagOnly }: RuleSet): CleanUpRow[] {
  const verdicts = new Map<string, Verdict>();
  const decideOne = ({ digest, created }: ImageSummary): Verdict => {
    if (untagOnly) return keep('no-rule');
    const since = pushed.get(digest);
    // One of unknown age may have been pushed a moment ago, with its tag still to come, whatever day it says that it was made.
    const times = [...(created === undefined ? [] : [created]), ...(since === undefined ? [] : [since])];
    const age =
      times.length === 0 || (since === undefined && neverTagged.has(digest)) ? undefined : now - Math.max(...times.map(Date.parse));
    if (age === undefined) return keep('unknown-age');
    if (age < graceDays * DAY) return keep('grace');
    return { action: 'delete', reason: 'untagged' };
  };
  for (const [digest, summary] of untagged) verdicts.set(digest, decideOne(summary));
  const isKept = (digest: string): boolean => verdicts.get(digest)?.action === 'keep' || summaries.has(digest);
  const inTagged = [...summaries.values()].flatMap(({ children }) => children);
  for (let changed = true; changed; ) {
    changed = false;
    const inUse = new Set(inTagged);
    for (const { digest, children } of untagged.values()) if (isKept(digest)) for (const child of children) inUse.add(child);
    for (const { digest, subject } of untagged.values()) {
      if (isKept(digest)) continue;
      const reason = inUse.has(digest)
        ? 'in-use'
        : subject !== undefined && (isKept(subject) || inUse.has(subject))
          ? 'referrer'
          : undefined;
      if (reason === undefined) continue;
      verdicts.set(digest, keep(reason));
      changed = true;
    }
  }
  return [...untagged.values()].map((summary) => ({
    tag: summary.digest,
    digest: summary.digest,
    ...(summary.created === undefined ? {} : { created: summary.created }),
    size: summary.layers.reduce((sum, [, size]) => sum + size, 0),
    ...(verdicts.get(summary.digest) ?? keep('unread')),
  }));
}

/** The rows, grouped by image, in the order of the tags. */
function rowsOf(
  scan: Scan,
  summaries: ReadonlyMap<string, ImageSummary>,
  verdicts: ReadonlyMap<string, Verdict>,
  { floating, newestRelease }: TagRoles,
): CleanUpRow[] {
  const byDigest = new Map<string, CleanUpRow[]>();
  const factsOf = (tag: string): { digest: string | undefined; created: string | undefined } => {
    const digest = scan.heads.get(tag)?.digest;
    return { digest, created: summaries.get(digest ?? '')?.created };
  };
  for (const tag of orderTags([...scan.heads.keys()], factsOf)) {
    const digest = scan.heads.get(tag)?.digest ?? '';
    const summary = summaries.get(digest);
    const role = floating.has(tag) ? 'floating' : newestRelease.has(tag) ? 'newest-release' : undefined;
    const row: CleanUpRow = {
      tag,
      digest,
      ...(summary?.created === undefined ? {} : { created: summary.created }),
      ...(summary ? { size: summary.layers.reduce((sum, [, size]) => sum + size, 0) } : {}),
      ...(role ? { role } : {}),
      ...(verdicts.get(tag) ?? keep('no-rule')),
    };
    byDigest.set(digest, [...(byDigest.get(digest) ?? []), row]);
  }
  return [...byDigest.values()].flat();
}
