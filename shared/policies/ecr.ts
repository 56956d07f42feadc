import { asksFor, deletes, type Limits, type Pattern, type Policy, type PolicyInput, type PolicyNote, prepare, written } from './policy.ts';

/** Rules of one lifecycle policy, and wildcards of one pattern (docs.aws.amazon.com, Amazon ECR, "Lifecycle policy properties"). */
const MOST_RULES = 50;
const MOST_WILDCARDS = 4;
/** Days: a rule that expires nothing keeps what it selects from all later ones. */
const FOREVER = 36_500;

type Selection = { readonly countType: string; readonly countUnit?: 'days'; readonly countNumber: number };

const sincePushed = (days: number): Selection => ({ countType: 'sinceImagePushed', countUnit: 'days', countNumber: Math.max(1, days) });

/** A star is the only wildcard. */
const selects = ({ kind, text }: Pattern): boolean =>
  kind === 'glob' && !text.includes('?') && text.split('*').length - 1 <= MOST_WILDCARDS;

const selectionOf = ({ newest, pushedDays }: Limits): Selection =>
  newest === null ? sincePushed(pushedDays) : { countType: 'imageCountMoreThan', countNumber: newest };

/**
 * The rules as a lifecycle policy of Amazon ECR. An image that a rule selects is never expired by a later one; the patterns of one rule have all to
 * match, so that each pattern is a rule of its own. Pure.
 */
export function ecrPolicy(input: PolicyInput): Policy {
  const { ruleSet, scope } = input;
  const prepared = prepare(input, { selects, pulls: false, severalLimits: false, countsOthers: true });
  const notes: PolicyNote[] = [
    ...(scope.kind === 'namespace' ? [{ kind: 'each-repository' } as const] : []),
    ...prepared.notes,
    { kind: 'whole-images' },
    ...(asksFor(prepared, () => true) ? [{ kind: 'by-push' } as const] : []),
    ...(asksFor(prepared, ({ newest }, { tags }) => newest !== null && tags.length > 1) ? [{ kind: 'counts-each' } as const] : []),
    ...(ruleSet.orphans ? [{ kind: 'orphans' } as const] : []),
    // Nothing says that it keeps the untagged images of a manifest list.
    ...(ruleSet.untagged ? [{ kind: 'untagged-kept' } as const] : []),
  ];
  if (ruleSet.untagOnly) return { kind: 'none', why: 'untag-only', notes };
  if (!deletes(prepared)) return { kind: 'none', why: 'nothing', notes };
  // What it cannot protect it might expire.
  if (!prepared.kept.every((text) => selects({ kind: 'glob', text }))) return { kind: 'none', why: 'protected-pattern', notes };
  const kept = prepared.kept.map((text) => ({ text, description: 'Kept', selection: sincePushed(FOREVER) }));
  const own = prepared.rules.flatMap(({ tags, except, keep }, i) => {
    const description = `Rule ${i + 1}`;
    const selection = keep === 'all' ? sincePushed(FOREVER) : selectionOf(keep);
    return [
      ...except.map(({ text }) => ({ text, description: `${description}: excepted`, selection: sincePushed(FOREVER) })),
      ...tags.map(({ text }) => ({ text, description, selection })),
    ];
  });
  const rules = [...kept, ...own];
  if (rules.length > MOST_RULES) return { kind: 'none', why: 'too-many', notes };
  const document = {
    rules: rules.map(({ text, description, selection }, i) => ({
      rulePriority: i + 1,
      description,
      selection: { tagStatus: 'tagged', tagPatternList: [text], ...selection },
      action: { type: 'expire' },
    })),
  };
  return { kind: 'policy', document: written(document), notes };
}
