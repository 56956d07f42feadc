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

/** Everything that was read of a repository before its clean-up is decided. */
export type CleanUpFacts = Snapshot & {
  readonly protectedTags: readonly string[];
  /** ms since 1970. */
  readonly now: number;
};

type Verdict = { readonly goes: boolean; readonly reason: CleanUpReason; readonly rule?: number };

const keep = (reason: CleanUpReason, rule?: number): Verdict => ({ goes: false, reason, ...(rule === undefined ? {} : { rule }) });

/** Age in ms; undefined where nobody knows. */
function ageOf({ scan, summaries, now }: CleanUpFacts, tag: string): number | undefined {
  const created = summaries.get(scan.heads.get(tag)?.digest ?? '')?.created;
  return created === undefined ? undefined : now - Date.parse(created);
}

/** Of these tags the newest first, as far as they can be put in an order. */
function newestFirst(facts: CleanUpFacts, tags: readonly string[]): string[] {
  const dated = tags.flatMap((tag) => {
    const age = ageOf(facts, tag);
    return age === undefined ? [] : [{ tag, age }];
  });
  return dated.sort((a, b) => a.age - b.age || (a.tag < b.tag ? -1 : 1)).map(({ tag }) => tag);
}

/** Versions newest first, each variant (such as `-alpine`) and its pre-releases in lines of their own; 1.9 beside a 1.9.2 is none. */
function versionLines(tags: readonly string[], floating: ReadonlySet<string>): string[][] {
  const lines = new Map<string, string[]>();
  for (const tag of orderTags(tags)) {
    const version = floating.has(tag) ? undefined : versionOf(tag);
    const line = `${version?.rest} ${(version?.pre.length ?? 0) > 0}`;
    if (version) lines.set(line, [...(lines.get(line) ?? []), tag]);
  }
  return [...lines.values()];
}

/** The tags of the first so many images of a line: several tags of one image count once. */
function newestImages({ scan }: CleanUpFacts, line: readonly string[], count: number): string[] {
  const images = new Set<string>();
  return line.filter((tag) => {
    const digest = scan.heads.get(tag)?.digest ?? '';
    if (images.size < count) images.add(digest);
    return images.has(digest);
  });
}

/** What one rule says of the tags that it is about. */
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
    if (keepNewest !== null && newestBy === 'version' && !known.has(tag)) return keep('no-version', number);
    const age = ageOf(facts, tag);
    // What nobody knows the age of is never taken.
    if (age === undefined) return keep('unknown-date', number);
    if (newest.has(tag)) return keep('newest', number);
    if (olderThanDays !== null && age < olderThanDays * DAY) return keep('young', number);
    return { goes: true, reason: 'rule', rule: number };
  };
  return new Map(tags.map((tag) => [tag, decide(tag)]));
}

/** Names that the rules leave alone whatever they say. */
function keptAnyway(facts: CleanUpFacts, { graceDays }: RuleSet): Map<string, Verdict> {
  const names = [...facts.scan.heads.keys()];
  const kept = new Map<string, Verdict>();
  for (const tag of names) {
    const age = ageOf(facts, tag);
    if (subjectOf(tag) !== undefined) kept.set(tag, keep('attached'));
    else if (age !== undefined && age < graceDays * DAY) kept.set(tag, keep('grace'));
  }
  for (const tag of protectedOf(names, facts.protectedTags)) kept.set(tag, keep('protected'));
  return kept;
}

/** What an index that stays contains, stays. Taking one back may keep another index, so it is asked until nothing changes. */
function keepInUse({ scan, summaries }: CleanUpFacts, verdicts: Map<string, Verdict>): void {
  for (let changed = true; changed; ) {
    changed = false;
    const inUse = new Set<string>();
    for (const [tag, { digest }] of scan.heads)
      if (verdicts.get(tag)?.goes === false)
        for (const child of summaries.get(digest)?.children ?? []) if (!isListOf(tag, summaries.get(child)?.subject)) inUse.add(child);
    for (const [tag, { digest }] of scan.heads)
      if (verdicts.get(tag)?.goes === true && inUse.has(digest)) {
        verdicts.set(tag, keep('in-index'));
        changed = true;
      }
  }
}

/** Signatures and the like go with an image of which every tag goes; else they stay. */
function settleReferrers({ scan }: CleanUpFacts, verdicts: Map<string, Verdict>, untagOnly: boolean): void {
  if (untagOnly) return;
  const stays = new Map<string, boolean>();
  for (const [tag, { digest }] of scan.heads) stays.set(digest, (stays.get(digest) ?? false) || verdicts.get(tag)?.goes === false);
  for (const tag of scan.heads.keys()) {
    // Only what stays for no other reason: not what is protected.
    if (verdicts.get(tag)?.reason === 'attached' && stays.get(subjectOf(tag) ?? '') === false)
      verdicts.set(tag, { goes: true, reason: 'subject-goes' });
  }
}

/**
 * What the rules say of every tag, with what decided: the first rule whose names match; before it protection and grace, after it what indexes
 * use. Where a tag or a manifest could not be read nothing goes. Pure. Or the rule that cannot be read.
 */
export function decide(facts: CleanUpFacts, ruleSet: RuleSet): readonly CleanUpRow[] | (InvalidField & { readonly rule: number }) {
  const { scan, summaries, unreadManifests } = facts;
  const verdicts = keptAnyway(facts, ruleSet);
  const unread = new Set(unreadManifests);
  for (const [tag, { digest }] of scan.heads) if (unread.has(digest) && !verdicts.has(tag)) verdicts.set(tag, keep('unread'));
  let open = [...scan.heads.keys()];
  for (const [i, rule] of ruleSet.rules.entries()) {
    const names = namesOf(open, rule, floatingOf([...scan.heads.keys()]));
    if ('field' in names) return { rule: i + 1, ...names };
    const about = open.filter((tag) => names.has(tag));
    // Protected and young ones count among the newest, too.
    for (const [tag, verdict] of applyRule(facts, rule, i + 1, about)) if (!verdicts.has(tag)) verdicts.set(tag, verdict);
    open = open.filter((tag) => !names.has(tag));
  }
  for (const tag of open) if (!verdicts.has(tag)) verdicts.set(tag, keep('no-rule'));
  keepInUse(facts, verdicts);
  settleReferrers(facts, verdicts, ruleSet.untagOnly);
  return rowsOf(scan, summaries, verdicts);
}

/** The rows, image by image, in the order of the tags. */
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
