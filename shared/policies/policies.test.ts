import { describe, expect, test } from 'vitest';
import { emptyRule, ruleSetOf } from '../clean-up.ts';
import type { CleanUpRule, RuleSet } from '../contract/clean-up.ts';
import { ecrPolicy } from './ecr.ts';
import { harborPolicy } from './harbor.ts';
import type { Policy, PolicyInput } from './policy.ts';
import { zotPolicy } from './zot.ts';

const set = (rules: readonly Partial<CleanUpRule>[], more: Partial<RuleSet> = {}): RuleSet => ({
  ...ruleSetOf('own'),
  rules: rules.map((rule) => ({ ...emptyRule, ...rule })),
  graceDays: 0,
  keepFloating: false,
  keepNewestRelease: false,
  ...more,
});

const input = (ruleSet: RuleSet, more: Partial<PolicyInput> = {}): PolicyInput => ({
  ruleSet,
  scope: { kind: 'repository', repository: 'team/api' },
  protectedTags: [],
  names: undefined,
  ...more,
});

type Json = Record<string, unknown>;
const documentOf = (policy: Policy): Json => (policy.kind === 'policy' ? (JSON.parse(policy.document) as Json) : { none: policy.why });
const notesOf = ({ notes }: Policy): string[] => notes.map((note) => Object.values(note).join(' '));

const keepTags = (policy: Policy): unknown => {
  const { storage } = documentOf(policy) as { storage?: { retention: { policies: { keepTags: unknown }[] } } };
  return storage?.retention.policies[0]?.keepTags ?? documentOf(policy);
};

const REFERRERS = '^sha256-.*$';

describe('a policy of zot', () => {
  test('is a part of its configuration that only logs at first', () => {
    const policy = zotPolicy(input(set([{ match: 'pr-*', olderThanDays: 30 }]), { protectedTags: ['prod*, v?'] }));
    expect(documentOf(policy)).toEqual({
      storage: {
        retention: {
          dryRun: true,
          delay: '24h',
          policies: [
            {
              repositories: ['team/api'],
              deleteReferrers: false,
              deleteUntagged: true,
              keepTags: [
                { patterns: ['^prod.*$', '^v.$', REFERRERS] },
                { patterns: ['^pr-.*$'], pushedWithin: '720h' },
                { patterns: ['.*'] },
              ],
            },
          ],
        },
      },
    });
    expect(notesOf(policy)).toEqual(['log-only', 'by-push', 'also-untagged']);
  });

  test.each<[string, RuleSet, unknown, string[]]>([
    [
      'has each limit of a rule, and what the rule excepts before it',
      set([{ match: '1.*', except: '*-rc*', keepNewest: 3, olderThanDays: 30, notPulledDays: 90 }, {}], { untagOnly: true }),
      [
        { patterns: ['^.*-rc.*$'] },
        { patterns: ['^1\\..*$'], mostRecentlyPushedCount: 3, pushedWithin: '720h', pulledWithin: '2160h' },
        { patterns: ['^.*$'], pushedWithin: '1h' },
      ],
      ['log-only', 'except 1', 'by-push', 'counts-tags', 'never-pulled'],
    ],
    [
      'has expressions as they are, and the grace period with every rule',
      set([{ match: '^v\\d+', matchKind: 'regex', olderThanDays: 2 }], { graceDays: 7, untagOnly: true }),
      [{ patterns: ['^v\\d+'], pushedWithin: '168h' }],
      ['log-only', 'by-push'],
    ],
    [
      'keeps what it cannot decide about: versions, and what is newest by version',
      set([{ match: 'v*', versions: '<2' }, { match: 'w*', keepNewest: 1, newestBy: 'minor' }, { match: 'x*' }], { untagOnly: true }),
      [{ patterns: ['^v.*$'] }, { patterns: ['^w.*$'] }, { patterns: ['^x.*$'], pushedWithin: '1h' }],
      ['log-only', 'left-out 1 versions false', 'left-out 2 by-version false'],
    ],
    [
      'ends before builds, which only Longshore knows',
      set([{ match: 'pr-*' }, { matchKind: 'builds' }, {}], { untagOnly: true }),
      [{ patterns: ['^pr-.*$'], pushedWithin: '1h' }],
      ['log-only', 'left-out 2 builds true'],
    ],
  ])('%s', (_name, ruleSet, rules, notes) => {
    const policy = zotPolicy(input(ruleSet));
    expect(keepTags(policy)).toEqual([{ patterns: [REFERRERS] }, ...(rules as unknown[]), { patterns: ['.*'] }]);
    expect(notesOf(policy)).toEqual(notes);
  });

  test('for repositories of a folder, or that begin with letters', () => {
    const repositories = (prefix: string): unknown => {
      const policy = zotPolicy(input(set([{ match: 'a' }]), { scope: { kind: 'namespace', prefix } }));
      return (documentOf(policy) as { storage: { retention: { policies: { repositories: unknown }[] } } }).storage.retention.policies[0]
        ?.repositories;
    };
    expect(repositories('')).toEqual(['**']);
    expect(repositories('team/')).toEqual(['team/**']);
    expect(repositories('te')).toEqual(['te*', 'te*/**']);
  });

  test('deletes referrers without an image, also where that is all that there is to do', () => {
    expect(documentOf(zotPolicy(input(ruleSetOf('orphans'))))).toMatchObject({
      storage: { retention: { policies: [{ deleteReferrers: true }] } },
    });
    expect(documentOf(zotPolicy(input(set([{ versions: '<2' }]))))).toEqual({ none: 'nothing' });
  });
});

describe('a policy of Harbor', () => {
  const selector = (decoration: string, pattern: string, untagged: boolean) => ({
    kind: 'doublestar',
    decoration,
    pattern,
    extras: JSON.stringify({ untagged }),
  });
  const rulesOf = (policy: Policy): unknown => {
    const { rules } = documentOf(policy) as { rules?: { template: string; params: Json; tag_selectors: unknown }[] };
    return rules?.map(({ template, params, tag_selectors }) => [template, params, tag_selectors]) ?? documentOf(policy);
  };

  test('keeps untagged images, what is protected, and what no rule selects', () => {
    const policy = harborPolicy(input(set([{ match: 'pr-*, [x]', olderThanDays: 30 }]), { protectedTags: ['prod*'] }));
    expect(documentOf(policy)).toMatchObject({
      algorithm: 'or',
      trigger: { kind: 'Schedule', settings: { cron: '' } },
      scope: { level: 'project', ref: 0 },
    });
    expect((documentOf(policy)['rules'] as Json[])[0]).toEqual({
      disabled: false,
      action: 'retain',
      template: 'always',
      params: {},
      tag_selectors: [selector('matches', '{prod*,sha256-*}', true)],
      scope_selectors: { repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: 'api' }] },
    });
    expect(rulesOf(policy)).toEqual([
      ['always', {}, [selector('matches', '{prod*,sha256-*}', true)]],
      ['always', {}, [selector('excludes', '{pr-*,\\[x\\]}', true)]],
      ['nDaysSinceLastPush', { nDaysSinceLastPush: 30 }, [selector('matches', '{pr-*,\\[x\\]}', false)]],
    ]);
    expect(notesOf(policy)).toEqual(['project team', 'whole-images', 'by-push']);
  });

  test('has a rule for each limit, without the tags that an earlier rule decides about', () => {
    const rules = set([
      { match: 'a*', keepNewest: 2 },
      { match: 'b*', versions: '1' },
      { except: 'c*', keepNewest: 5, notPulledDays: 9 },
    ]);
    const open = selector('excludes', '{a*,b*}', true);
    const third = [selector('matches', '**', false), open, selector('excludes', 'c*', true)];
    expect(rulesOf(harborPolicy(input(rules)))).toEqual([
      ['always', {}, [selector('matches', 'sha256-*', true)]],
      ['latestPushedK', { latestPushedK: 2 }, [selector('matches', 'a*', false)]],
      ['always', {}, [selector('matches', 'b*', false), selector('excludes', 'a*', true)]],
      ['always', {}, [selector('matches', 'c*', false), open]],
      ['latestPushedK', { latestPushedK: 5 }, third],
      ['nDaysSinceLastPull', { nDaysSinceLastPull: 9 }, third],
    ]);
    expect(notesOf(harborPolicy(input(rules)))).toEqual([
      'project team',
      'left-out 2 versions false',
      'whole-images',
      'by-push',
      'never-pulled',
    ]);
  });

  test.each<[string, RuleSet, unknown, string]>([
    ['an expression ends it', set([{ match: '^a', matchKind: 'regex' }, {}]), { none: 'nothing' }, 'left-out 1 regex true'],
    [
      'an expression that excepts keeps the rule’s tags',
      set([{ match: 'a', except: 'b', exceptKind: 'regex' }]),
      { none: 'nothing' },
      'left-out 1 except false',
    ],
    ['tags are never deleted without their image', set([{ match: 'a' }], { untagOnly: true }), { none: 'untag-only' }, 'whole-images'],
    [
      'more rules than a project may have',
      set(Array.from({ length: 15 }, (_, i) => ({ match: `a${i}`, keepNewest: 1 }))),
      { none: 'too-many' },
      'by-push',
    ],
  ])('%s', (_name, ruleSet, expected, note) => {
    const policy = harborPolicy(input(ruleSet));
    expect(documentOf(policy)).toEqual(expected);
    expect(notesOf(policy)).toContain(note);
  });

  test('is about a project, and the rest of the name', () => {
    const place = (scope: PolicyInput['scope']): unknown => {
      const policy = harborPolicy(input(set([{ match: 'a' }]), { scope }));
      const [rule] = documentOf(policy)['rules'] as { scope_selectors: { repository: { pattern: string }[] } }[];
      return [rule?.scope_selectors.repository[0]?.pattern, notesOf(policy)[0]];
    };
    expect(place({ kind: 'repository', repository: 'team/deep/er' })).toEqual(['deep/er', 'project team']);
    expect(place({ kind: 'namespace', prefix: 'team/' })).toEqual(['**', 'project team']);
    expect(place({ kind: 'namespace', prefix: 'team/deep/' })).toEqual(['deep/**', 'project team']);
    expect(place({ kind: 'namespace', prefix: 'team/de' })).toEqual(['{de*,de*/**}', 'project team']);
    expect(place({ kind: 'namespace', prefix: '' })).toEqual(['**', 'project ']);
  });
});

describe('a policy of Amazon ECR', () => {
  const rulesOf = (policy: Policy): unknown => {
    const { rules } = documentOf(policy) as { rules?: { rulePriority: number; selection: Json }[] };
    return rules?.map(({ rulePriority, selection }) => {
      const { tagStatus, tagPatternList, countType, countUnit, countNumber } = selection;
      return [rulePriority, tagStatus, ...((tagPatternList ?? []) as string[]), countType, countUnit ?? '', countNumber].join(' ');
    });
  };

  test('has a rule for each pattern; what is kept comes first', () => {
    const rules = set([{ match: 'v*, w*', keepNewest: 10 }, { match: 'pr-*', except: 'pr-1', olderThanDays: 30 }, {}]);
    const policy = ecrPolicy(input(rules, { protectedTags: ['prod*'] }));
    expect(rulesOf(policy)).toEqual([
      '1 tagged prod* sinceImagePushed days 36500',
      '2 tagged sha256-* sinceImagePushed days 36500',
      '3 tagged v* imageCountMoreThan  10',
      '4 tagged w* imageCountMoreThan  10',
      '5 tagged pr-1 sinceImagePushed days 36500',
      '6 tagged pr-* sinceImagePushed days 30',
      '7 tagged * sinceImagePushed days 1',
    ]);
    expect((documentOf(policy)['rules'] as Json[])[5]).toMatchObject({ description: 'Rule 2', action: { type: 'expire' } });
    expect(notesOf(policy)).toEqual(['except 2', 'whole-images', 'by-push', 'counts-each']);
  });

  test.each<[string, RuleSet, Partial<PolicyInput>, string, string[]]>([
    [
      'two limits are more than it has',
      set([{ match: 'a', keepNewest: 3, olderThanDays: 3 }]),
      {},
      'nothing',
      ['left-out 1 limits false', 'whole-images'],
    ],
    [
      'it counts what the rule excepts',
      set([{ match: 'a', except: 'b', keepNewest: 3 }]),
      {},
      'nothing',
      ['left-out 1 counts-others false', 'whole-images'],
    ],
    ['it archives what nobody pulls', set([{ notPulledDays: 3 }, {}]), {}, 'nothing', ['left-out 1 pulls true', 'whole-images']],
    ['a pattern of single characters', set([{ match: 'v?' }, {}]), {}, 'nothing', ['left-out 1 pattern true', 'whole-images']],
    ['a pattern with five stars', set([{ match: '*a*b*c*d*' }]), {}, 'nothing', ['left-out 1 pattern false', 'whole-images']],
    [
      'a protected pattern that it does not know',
      set([{ match: 'a' }]),
      { protectedTags: ['v?'] },
      'protected-pattern',
      ['whole-images', 'by-push'],
    ],
    [
      'tags are never deleted without their image',
      set([{ match: 'a' }], { untagOnly: true }),
      {},
      'untag-only',
      ['whole-images', 'by-push'],
    ],
    [
      'more than fifty rules',
      set([{ match: Array.from({ length: 50 }, (_, i) => `a${i}`).join() }]),
      {},
      'too-many',
      ['whole-images', 'by-push'],
    ],
  ])('there is none: %s', (_name, ruleSet, more, why, notes) => {
    const policy = ecrPolicy(input(ruleSet, more));
    expect(policy).toMatchObject({ kind: 'none', why });
    expect(notesOf(policy)).toEqual(notes);
  });
});

test('floating tags and the newest release are kept by their names of today, once a dry run has found them', () => {
  const rules = set([{ match: 'a' }], { keepFloating: true, keepNewestRelease: true });
  for (const policyOf of [zotPolicy, harborPolicy, ecrPolicy]) {
    expect(notesOf(policyOf(input(rules)))).toContain('no-names');
    const policy = policyOf(input(rules, { names: ['stable', '1.9.2', 'latest'] }));
    expect(notesOf(policy)).toContain('names 3');
    expect(JSON.stringify(documentOf(policy))).toMatch(/latest.*stable.*1(\\\\)*\.9(\\\\)*\.2/);
  }
});

describe('untagged manifests', () => {
  const rules = { ...ruleSetOf('orphans'), orphans: false, untagged: true, graceDays: 14, keepFloating: false, keepNewestRelease: false };

  test('are deleted by a policy of zot, and kept by one of Harbor or ECR, which says so', () => {
    const policy = zotPolicy(input(rules));
    expect(documentOf(policy)).toMatchObject({ storage: { retention: { policies: [{ deleteUntagged: true }] } } });
    expect(notesOf(policy)).toContain('also-untagged');
    for (const policyOf of [harborPolicy, ecrPolicy]) {
      expect(documentOf(policyOf(input(rules)))).toEqual({ none: 'nothing' });
      const other = policyOf(input({ ...set([{ match: 'a*' }]), untagged: true }));
      expect(notesOf(other)).toContain('untagged-kept');
      expect(JSON.stringify(documentOf(other))).not.toContain('"tagStatus":"untagged"');
    }
  });
});
