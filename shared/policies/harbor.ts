import {
  asksFor,
  deletes,
  type Pattern,
  type Policy,
  type PolicyInput,
  type PolicyNote,
  type PolicyRule,
  prepare,
  written,
} from './policy.ts';

/** Rules that Harbor's own page allows in a project. */
const MOST_RULES = 15;

/** goharbor/harbor src/pkg/retention: what any rule retains is kept, and so is every repository that no rule names. */
type Selector = { readonly kind: 'doublestar'; readonly decoration: string; readonly pattern: string; readonly extras?: string };
type Retain = { readonly template: string; readonly params: Readonly<Record<string, number>>; readonly tags: readonly Selector[] };

const SPECIAL = /[[\]{}\\]/g;

function pattern(globs: readonly string[]): string {
  const own = globs.map((glob) => (glob === '*' ? '**' : glob.replace(SPECIAL, '\\$&')));
  return own.length === 1 ? (own[0] ?? '') : `{${own.join(',')}}`;
}

const textsOf = (patterns: readonly Pattern[]): string[] => patterns.map(({ text }) => text);

/** Tags that match. `untagged`: what has no tag is selected with them. */
const matches = (globs: readonly string[], untagged = false): Selector => ({
  kind: 'doublestar',
  decoration: 'matches',
  pattern: pattern(globs),
  extras: JSON.stringify({ untagged }),
});

/** Tags that do not match. What has no tag is not selected with them, which `untagged: true` says here. */
const excludes = (globs: readonly string[]): Selector => ({
  kind: 'doublestar',
  decoration: 'excludes',
  pattern: pattern(globs),
  extras: JSON.stringify({ untagged: true }),
});

const always = (tags: readonly Selector[]): Retain => ({ template: 'always', params: {}, tags });

/** What is retained of the tags of a rule: a rule of Harbor for each limit. Tags that it excepts, and those that an earlier rule decides about, do not count. */
function retained({ tags, except, keep }: PolicyRule, earlier: readonly string[]): Retain[] {
  const open = earlier.length === 0 ? [] : [excludes(earlier)];
  if (keep === 'all') return [always([matches(textsOf(tags)), ...open])];
  const excepted = textsOf(except);
  const own = [matches(textsOf(tags)), ...open, ...(excepted.length === 0 ? [] : [excludes(excepted)])];
  const limit = (template: string, n: number): Retain => ({ template, params: { [template]: n }, tags: own });
  return [
    ...(excepted.length === 0 ? [] : [always([matches(excepted), ...open])]),
    ...(keep.newest === null ? [] : [limit('latestPushedK', keep.newest)]),
    ...(keep.pushedDays === 0 ? [] : [limit('nDaysSinceLastPush', keep.pushedDays)]),
    ...(keep.pulledDays === null ? [] : [limit('nDaysSinceLastPull', keep.pulledDays)]),
  ];
}

/** A project is the first segment; the pattern of repositories is about the rest. */
function placeOf(scope: PolicyInput['scope']): { project: string; repositories: string } {
  const name = scope.kind === 'repository' ? scope.repository : scope.prefix;
  const slash = name.indexOf('/');
  const project = slash < 0 ? '' : name.slice(0, slash);
  const rest = slash < 0 ? '' : name.slice(slash + 1);
  if (scope.kind === 'repository') return { project: slash < 0 ? name : project, repositories: rest === '' ? '**' : rest };
  if (rest === '' || rest.endsWith('/')) return { project, repositories: `${rest}**` };
  return { project, repositories: `{${rest}*,${rest}*/**}` };
}

function notesOf(input: PolicyInput, prepared: ReturnType<typeof prepare>, project: string): PolicyNote[] {
  return [
    { kind: 'project', project },
    ...prepared.notes,
    { kind: 'whole-images' },
    ...(asksFor(prepared, ({ newest, pushedDays }) => newest !== null || pushedDays > 0) ? [{ kind: 'by-push' } as const] : []),
    ...(asksFor(prepared, ({ pulledDays }) => pulledDays !== null) ? [{ kind: 'never-pulled' } as const] : []),
    ...(input.ruleSet.orphans ? [{ kind: 'orphans' } as const] : []),
    ...(input.ruleSet.untagged ? [{ kind: 'untagged-kept' } as const] : []),
  ];
}

/** The rules as a retention policy of Harbor (`POST /api/v2.0/retentions`), which runs when a person starts it. Pure. */
export function harborPolicy(input: PolicyInput): Policy {
  const prepared = prepare(input, { selects: ({ kind }) => kind === 'glob', pulls: true, severalLimits: true, countsOthers: false });
  const { project, repositories } = placeOf(input.scope);
  const notes = notesOf(input, prepared, project);
  if (input.ruleSet.untagOnly) return { kind: 'none', why: 'untag-only', notes };
  if (!deletes(prepared)) return { kind: 'none', why: 'nothing', notes };
  const selected = prepared.rules.flatMap(({ tags }) => textsOf(tags));
  const rules = [
    // What has no tag is kept.
    always([matches(prepared.kept, true)]),
    ...(selected.includes('*') ? [] : [always([excludes(selected)])]),
    ...prepared.rules.flatMap((rule, i) =>
      retained(
        rule,
        prepared.rules.slice(0, i).flatMap(({ tags }) => textsOf(tags)),
      ),
    ),
  ];
  if (rules.length > MOST_RULES) return { kind: 'none', why: 'too-many', notes };
  const document = {
    algorithm: 'or',
    rules: rules.map(({ template, params, tags }) => ({
      disabled: false,
      action: 'retain',
      template,
      params,
      tag_selectors: tags,
      scope_selectors: { repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: repositories }] },
    })),
    trigger: { kind: 'Schedule', settings: { cron: '' } },
    // The number of the project, which only Harbor knows.
    scope: { level: 'project', ref: 0 },
  };
  return { kind: 'policy', document: written(document), notes };
}
