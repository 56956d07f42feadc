import { asksFor, deletes, type Limits, type Pattern, type Policy, type PolicyInput, type PolicyNote, prepare, written } from './policy.ts';

/** A part of `keepTags` (zotregistry.dev, "Retention"; project-zot/zot pkg/retention). The first one whose patterns match decides. */
type KeepTags = {
  readonly patterns: readonly string[];
  readonly mostRecentlyPushedCount?: number;
  readonly pushedWithin?: string;
  readonly pulledWithin?: string;
};

/** Without any limit everything is kept: this keeps next to nothing. */
const NEXT_TO_NOTHING = '1h';

const SPECIAL = /[.+^${}()|[\]\\]/g;

/** An expression of Go, which finds what it is in. */
const expressionOf = ({ kind, text }: Pattern): string =>
  kind === 'regex' ? text : `^${text.replace(SPECIAL, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`;

const globs = (texts: readonly string[]): string[] => texts.map((text) => expressionOf({ kind: 'glob', text }));
const hours = (days: number): string => `${days * 24}h`;

function limitsOf({ newest, pushedDays, pulledDays }: Limits): Omit<KeepTags, 'patterns'> {
  const limits = {
    ...(newest === null ? {} : { mostRecentlyPushedCount: newest }),
    ...(pushedDays === 0 ? {} : { pushedWithin: hours(pushedDays) }),
    ...(pulledDays === null ? {} : { pulledWithin: hours(pulledDays) }),
  };
  return Object.keys(limits).length === 0 ? { pushedWithin: NEXT_TO_NOTHING } : limits;
}

/** Globs of repositories; a folder is matched by two stars alone. */
function repositoriesOf(scope: PolicyInput['scope']): string[] {
  if (scope.kind === 'repository') return [scope.repository];
  const { prefix } = scope;
  return prefix === '' || prefix.endsWith('/') ? [`${prefix}**`] : [`${prefix}*`, `${prefix}*/**`];
}

/** The rules as a part of zot's configuration. It only logs until `dryRun` is false. Pure. */
export function zotPolicy(input: PolicyInput): Policy {
  const { ruleSet, scope } = input;
  const prepared = prepare(input, { selects: () => true, pulls: true, severalLimits: true, countsOthers: false });
  const isNothing = !deletes(prepared) && !ruleSet.orphans && !ruleSet.untagged;
  if (isNothing) return { kind: 'none', why: 'nothing', notes: prepared.notes };
  const rules = prepared.rules.flatMap(({ tags, except, keep }): KeepTags[] => [
    ...(except.length === 0 ? [] : [{ patterns: except.map(expressionOf) }]),
    { patterns: tags.map(expressionOf), ...(keep === 'all' ? {} : limitsOf(keep)) },
  ]);
  // What no rule selects is kept.
  const keepTags: KeepTags[] = [{ patterns: globs(prepared.kept) }, ...rules, { patterns: ['.*'] }];
  const policy = {
    repositories: repositoriesOf(scope),
    deleteReferrers: ruleSet.orphans,
    deleteUntagged: !ruleSet.untagOnly,
    keepTags,
  };
  const notes: PolicyNote[] = [
    { kind: 'log-only' },
    ...prepared.notes,
    ...(asksFor(prepared, ({ newest, pushedDays }) => newest !== null || pushedDays > 0) ? [{ kind: 'by-push' } as const] : []),
    ...(asksFor(prepared, ({ newest }) => newest !== null) ? [{ kind: 'counts-tags' } as const] : []),
    ...(asksFor(prepared, ({ pulledDays }) => pulledDays !== null) ? [{ kind: 'never-pulled' } as const] : []),
    ...(ruleSet.untagOnly ? [] : [{ kind: 'also-untagged' } as const]),
  ];
  return { kind: 'policy', document: written({ storage: { retention: { dryRun: true, delay: '24h', policies: [policy] } } }), notes };
}
