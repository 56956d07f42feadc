import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyRule, ruleSetOf } from '../../../shared/clean-up.ts';
import type { CleanUpRule, RuleSet } from '../../../shared/contract/clean-up.ts';
import { subjectOf } from '../../../shared/oci/digest.ts';
import { ecrPolicy } from '../../../shared/policies/ecr.ts';
import { harborPolicy } from '../../../shared/policies/harbor.ts';
import { type Policy, type PolicyInput, policyProducts } from '../../../shared/policies/policy.ts';
import { zotPolicy } from '../../../shared/policies/zot.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { type CleanUpFacts, decide } from './decide.ts';

const NOW = Date.parse('2026-11-21T00:00:00Z');
const DAY = 86_400_000;
const daysAgo = (days: number): string => new Date(NOW - days * DAY).toISOString();

/** A tag with an image of its own, made and pushed at once. Half days, so that no age is a limit. */
type Tag = { readonly name: string; readonly age: number; readonly pulled: number };

function factsOf(tags: readonly Tag[], protectedTags: readonly string[]): CleanUpFacts {
  const digestOf = (i: number): string => `sha256:${String(i).padStart(64, '0')}`;
  const summary = ({ age }: Tag, i: number): ImageSummary => ({
    digest: digestOf(i),
    mediaType: 'm',
    kind: 'image',
    content: 'image',
    platforms: [],
    layers: [],
    configs: [],
    children: [],
    created: daysAgo(age),
  });
  return {
    scan: {
      heads: new Map(tags.map(({ name }, i) => [name, { digest: digestOf(i), mediaType: 'm', size: 1 }])),
      unread: [],
      capped: false,
    },
    summaries: new Map(tags.map((tag, i) => [digestOf(i), summary(tag, i)])),
    unreadManifests: [],
    protectedTags,
    missingSubjects: new Set(),
    untagged: new Map(),
    pushed: new Map(),
    neverTagged: new Set(),
    told: new Map(tags.map(({ name, pulled }) => [name, { pulled: daysAgo(pulled) }])),
    now: NOW,
  };
}

/** A glob of the products: `*` for anything, and `{a,b}` for one of several. */
function matches(name: string, glob: string): boolean {
  const parts = glob.startsWith('{') ? glob.slice(1, -1).split(',') : [glob];
  return parts.some((part) => new RegExp(`^${part.replace(/[.\\]/g, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.')}$`).test(name));
}

const newestFirst = (tags: readonly Tag[]): Tag[] => [...tags].sort((a, b) => a.age - b.age);
const days = (hours: string | undefined): number => (hours === undefined ? 0 : Number.parseInt(hours, 10) / 24);

type KeepTags = { patterns: string[]; mostRecentlyPushedCount?: number; pushedWithin?: string; pulledWithin?: string };

/** project-zot/zot pkg/retention/retention.go: the first part that matches a tag; kept by any of its limits, or by having none. */
function zotDeletes(document: string, tags: readonly Tag[]): Set<string> {
  const { storage } = JSON.parse(document) as { storage: { retention: { policies: { keepTags: KeepTags[] }[] } } };
  const parts = storage.retention.policies[0]?.keepTags ?? [];
  const deleted = new Set(tags.map(({ name }) => name));
  for (const [i, part] of parts.entries()) {
    const own = tags.filter(({ name }) => parts.findIndex(({ patterns }) => patterns.some((text) => new RegExp(text).test(name))) === i);
    const { mostRecentlyPushedCount: newest, pushedWithin, pulledWithin } = part;
    const isLimited = newest !== undefined || pushedWithin !== undefined || pulledWithin !== undefined;
    const kept = !isLimited
      ? own
      : own.filter(
          (tag) =>
            newestFirst(own).indexOf(tag) < (newest ?? 0) ||
            tag.age < days(pushedWithin) ||
            (pulledWithin !== undefined && (tag.pulled < days(pulledWithin) || tag.age < days(pulledWithin))),
        );
    for (const { name } of kept) deleted.delete(name);
  }
  return deleted;
}

type HarborRule = { template: string; params: Record<string, number>; tag_selectors: { decoration: string; pattern: string }[] };

/** goharbor/harbor src/pkg/retention/policy: what the selectors of a rule leave is retained by its template, and what any rule retains is kept. */
function harborDeletes(document: string, tags: readonly Tag[]): Set<string> {
  const { rules } = JSON.parse(document) as { rules: HarborRule[] };
  const deleted = new Set(tags.map(({ name }) => name));
  for (const { template, params, tag_selectors } of rules) {
    const own = tags.filter(({ name }) =>
      tag_selectors.every(({ decoration, pattern }) => matches(name, pattern) === (decoration === 'matches')),
    );
    const n = params[template] ?? 0;
    const isKept = (tag: Tag): boolean =>
      template === 'always' ||
      (template === 'latestPushedK' && newestFirst(own).indexOf(tag) < n) ||
      (template === 'nDaysSinceLastPush' && tag.age < n) ||
      (template === 'nDaysSinceLastPull' && tag.pulled < n);
    for (const tag of own) if (isKept(tag)) deleted.delete(tag.name);
  }
  return deleted;
}

type EcrRule = { selection: { tagPatternList: string[]; countType: string; countNumber: number } };

/** Amazon ECR, "How lifecycle policies work": what a rule selects, whether it expires or not, is not expired by a later one. */
function ecrDeletes(document: string, tags: readonly Tag[]): Set<string> {
  const { rules } = JSON.parse(document) as { rules: EcrRule[] };
  const deleted = new Set<string>();
  const taken = new Set<string>();
  for (const { selection } of rules) {
    const own = tags.filter(({ name }) => selection.tagPatternList.every((pattern) => matches(name, pattern)));
    const isExpired = (tag: Tag): boolean =>
      selection.countType === 'imageCountMoreThan'
        ? newestFirst(own).indexOf(tag) >= selection.countNumber
        : tag.age > selection.countNumber;
    for (const tag of own) if (!taken.has(tag.name) && isExpired(tag)) deleted.add(tag.name);
    for (const { name } of own) taken.add(name);
  }
  return deleted;
}

const PRODUCTS: Record<(typeof policyProducts)[number], [(input: PolicyInput) => Policy, typeof zotDeletes]> = {
  harbor: [harborPolicy, harborDeletes],
  zot: [zotPolicy, zotDeletes],
  ecr: [ecrPolicy, ecrDeletes],
};

const NAMES = [
  'latest',
  'stable',
  'main',
  '1.0.0',
  '1.1.0',
  '1.1.1-alpine',
  '2.0.0-rc.1',
  'v3',
  'pr-1',
  'pr-22',
  'mr-3',
  'main-a1b2c3d',
  'x',
];
const GLOBS = ['', '*', 'pr-*', 'pr-*, mr-*', '1.*', '*-rc*', 'v?', 'x'];
const limit = fc.option(fc.constantFrom(0, 1, 2, 5, 30), { nil: null, freq: 1 });
const rule: fc.Arbitrary<CleanUpRule> = fc.record({
  ...Object.fromEntries(Object.entries(emptyRule).map(([key, value]) => [key, fc.constant(value)])),
  match: fc.constantFrom(...GLOBS),
  matchKind: fc.constantFrom('glob', 'glob', 'glob', 'builds'),
  except: fc.constantFrom('', '', ...GLOBS),
  versions: fc.constantFrom('', '', '', '<2.0.0'),
  keepNewest: limit,
  newestBy: fc.constantFrom('date', 'date', 'minor'),
  olderThanDays: limit,
  notPulledDays: fc.option(fc.constantFrom(3, 10), { nil: null, freq: 1 }),
}) as fc.Arbitrary<CleanUpRule>;
const ruleSet: fc.Arbitrary<RuleSet> = fc.record({
  ...(Object.fromEntries(Object.entries(ruleSetOf('own')).map(([key, value]) => [key, fc.constant(value)])) as Record<string, never>),
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  graceDays: fc.constantFrom(0, 0, 7),
  keepFloating: fc.boolean(),
  keepNewestRelease: fc.boolean(),
}) as fc.Arbitrary<RuleSet>;
const tagList = fc
  .tuple(
    fc.subarray(NAMES),
    fc.shuffledSubarray([0, 2, 4, 6, 8, 10, 20, 29, 31, 40, 50, 60, 70], { minLength: 13 }),
    fc.array(fc.nat(80), { minLength: 13, maxLength: 13 }),
  )
  .map(([names, ages, pulls]) => names.map((name, i): Tag => ({ name, age: (ages[i] ?? 0) + 0.5, pulled: (pulls[i] ?? 0) + 0.5 })));
const protectedTags = fc.subarray(['stable', 'v?', '1.0*']);

test.each(policyProducts)('a policy of %s deletes nothing that the rules keep', (product) => {
  const [policyOf, deletedBy] = PRODUCTS[product];
  let written = 0;
  let same = 0;
  fc.assert(
    fc.property(tagList, ruleSet, protectedTags, (tags, rules, kept) => {
      const rows = decide(factsOf(tags, kept), rules);
      if ('field' in rows) throw new Error('The rules are valid');
      const names = rows.flatMap(({ tag, role }) => {
        const isKept = (role === 'floating' && rules.keepFloating) || (role === 'newest-release' && rules.keepNewestRelease);
        return isKept && subjectOf(tag) === undefined ? [tag] : [];
      });
      const policy = policyOf({ ruleSet: rules, scope: { kind: 'repository', repository: 'team/api' }, protectedTags: kept, names });
      if (policy.kind === 'none') return;
      written++;
      const planned = rows.flatMap(({ tag, action }) => (action === 'delete' ? [tag] : []));
      const deleted = [...deletedBy(policy.document, tags)];
      expect(planned).toEqual(expect.arrayContaining(deleted));
      if (policy.notes.some(({ kind }) => kind === 'left-out' || kind === 'except')) return;
      // What is said of nowhere is the same: zot and ECR do not count what they keep by its name among the newest.
      if (product === 'harbor') expect(deleted.sort()).toEqual(planned.sort());
      same++;
    }),
    { numRuns: 1_500 },
  );
  // Neither is the exception.
  expect(written).toBeGreaterThan(25);
  expect(same).toBeGreaterThan(10);
});
