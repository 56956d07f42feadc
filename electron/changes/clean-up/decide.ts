import type { CleanUpReason, CleanUpRow, CleanUpRule, RuleSet } from '../../../shared/contract/clean-up.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import { orderTags } from '../../../shared/oci/tag-order.ts';
import { protectedOf } from '../../../shared/pattern.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { isListOf } from '../core/holders.ts';
import type { Scan } from '../core/scan.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { floatingOf, type InvalidField, namesOf, versionOf } from './match.ts';

const DAY = 86_400_000;

/** Everything that was read of a repository before the rules are applied. */
export type CleanUpFacts = Snapshot & {
  readonly protectedTags: readonly string[];
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

/** Versions, newest first: one line for each variant (such as `-alpine`) and one for its pre-releases. A floating tag (1.9 beside 1.9.2) is not a version. */
function versionLines(tags: readonly string[], floating: ReadonlySet<string>): string[][] {
  const lines = new Map<string, string[]>();
  for (const tag of orderTags(tags)) {
    const version = floating.has(tag) ? undefined : versionOf(tag);
    const line = `${version?.rest} ${(version?.pre.length ?? 0) > 0}`;
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
  const { keepNewest, newestBy, olderThanDays } = rule;
  const lines =
    keepNewest === null
      ? []
      : newestBy === 'version'
        ? versionLines(tags, floatingOf([...facts.scan.heads.keys()]))
        : [newestFirst(facts, tags)];
  const newest = new Set(lines.flatMap((line) => newestImages(facts, line, keepNewest ?? 0)));
  const known = new Set(lines.flat());
  const decide = (tag: string): Verdict => {
    if (keepNewest !== null && newestBy === 'version' && !known.has(tag)) return keep('not-a-version', number);
    const age = ageOf(facts, tag);
    // A tag of unknown age is never deleted.
    if (age === undefined) return keep('unknown-age', number);
    if (newest.has(tag)) return keep('newest', number);
    if (olderThanDays !== null && age < olderThanDays * DAY) return keep('too-young', number);
    return { action: 'delete', reason: 'rule', rule: number };
  };
  return new Map(tags.map((tag) => [tag, decide(tag)]));
}

/** Tags that are kept whatever the rules say. */
function alwaysKept(facts: CleanUpFacts, { graceDays }: RuleSet): Map<string, Verdict> {
  const names = [...facts.scan.heads.keys()];
  const kept = new Map<string, Verdict>();
  for (const tag of names) {
    const age = ageOf(facts, tag);
    if (subjectOf(tag) !== undefined) kept.set(tag, keep('referrer'));
    else if (age !== undefined && age < graceDays * DAY) kept.set(tag, keep('grace'));
  }
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

/** Deletes signatures and other referrers together with an image that loses every tag. All others are kept. */
function settleReferrers({ scan }: CleanUpFacts, verdicts: Map<string, Verdict>, untagOnly: boolean): void {
  if (untagOnly) return;
  const isKept = new Map<string, boolean>();
  for (const [tag, { digest }] of scan.heads) isKept.set(digest, (isKept.get(digest) ?? false) || verdicts.get(tag)?.action === 'keep');
  for (const tag of scan.heads.keys()) {
    // Only referrers that are kept for no other reason, such as protection.
    if (verdicts.get(tag)?.reason === 'referrer' && isKept.get(subjectOf(tag) ?? '') === false)
      verdicts.set(tag, { action: 'delete', reason: 'subject-deleted' });
  }
}

/**
 * Decides about every tag, with the reason. Protection and grace time come first, then the first rule that matches, then what indexes use. A tag
 * whose manifest could not be read is kept. Answers the rule that cannot be used instead, if there is one. Pure.
 */
export function decide(facts: CleanUpFacts, ruleSet: RuleSet): readonly CleanUpRow[] | (InvalidField & { readonly rule: number }) {
  const { scan, summaries, unreadManifests } = facts;
  const verdicts = alwaysKept(facts, ruleSet);
  const unread = new Set(unreadManifests);
  for (const [tag, { digest }] of scan.heads) if (unread.has(digest) && !verdicts.has(tag)) verdicts.set(tag, keep('unread'));
  let open = [...scan.heads.keys()];
  for (const [i, rule] of ruleSet.rules.entries()) {
    const names = namesOf(open, rule, floatingOf([...scan.heads.keys()]));
    if ('field' in names) return { rule: i + 1, ...names };
    const about = open.filter((tag) => names.has(tag));
    // Protected and young tags count among the newest, too.
    for (const [tag, verdict] of applyRule(facts, rule, i + 1, about)) if (!verdicts.has(tag)) verdicts.set(tag, verdict);
    open = open.filter((tag) => !names.has(tag));
  }
  for (const tag of open) if (!verdicts.has(tag)) verdicts.set(tag, keep('no-rule'));
  keepInUse(facts, verdicts);
  settleReferrers(facts, verdicts, ruleSet.untagOnly);
  return rowsOf(scan, summaries, verdicts);
}

/** The rows, grouped by image, in the order of the tags. */
function rowsOf(scan: Scan, summaries: ReadonlyMap<string, ImageSummary>, verdicts: ReadonlyMap<string, Verdict>): CleanUpRow[] {
  const byDigest = new Map<string, CleanUpRow[]>();
  for (const tag of orderTags([...scan.heads.keys()])) {
    const digest = scan.heads.get(tag)?.digest ?? '';
    const summary = summaries.get(digest);
    const row: CleanUpRow = {
      tag,
      digest,
      ...(summary?.created === undefined ? {} : { created: summary.created }),
      ...(summary ? { size: summary.layers.reduce((sum, [, size]) => sum + size, 0) } : {}),
      ...(verdicts.get(tag) ?? keep('no-rule')),
    };
    byDigest.set(digest, [...(byDigest.get(digest) ?? []), row]);
  }
  return [...byDigest.values()].flat();
}
