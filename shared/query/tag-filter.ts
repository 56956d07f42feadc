import type { TagDetail } from '../contract/tags.ts';
import { platformName } from '../oci/platform.ts';
import type { CompileExpression } from './expression.ts';
import { type Facts, matcherOf } from './match.ts';
import { printTerm } from './print.ts';
import { parseQuery, type QueryProblem, type Term } from './query.ts';

export type LabelTerm = Extract<Term, { kind: 'label' }>;

/** What the index knows of a label in a repository: the tags that have it, and those of which it does not know. */
export type LabelAnswer = { readonly found: ReadonlySet<string>; readonly unknown: ReadonlySet<string> };

/** The name of a question about a label. */
export const labelKey = (term: LabelTerm): string => printTerm({ ...term, not: false });

/** What was typed to filter tags, ready to be asked of each. */
export type TagFilter = {
  /** Nothing is filtered. */
  readonly isEmpty: boolean;
  /** Words that are looked for, as they are marked in the names that were found. */
  readonly words: readonly string[];
  /** Whether what was read of a tag decides, and not its name alone. */
  readonly needsDetails: boolean;
  readonly problems: readonly QueryProblem[];
  readonly matches: (tag: string, detail: TagDetail | undefined) => boolean;
};

const NOTHING: Facts = { names: [] };

function factsOf(tag: string, detail: TagDetail | undefined): Facts {
  if (detail?.state !== 'read') return { names: [tag] };
  const { digest, size, created, pulled, platforms, content, problem, pending } = detail;
  // A date that is not read yet, or that nobody knows, is unknown. So are platforms that a config will tell.
  const isUnread = problem !== undefined || (pending === true && platforms.length === 0);
  return {
    names: [tag],
    digest,
    size,
    created: created === undefined ? undefined : Date.parse(created),
    pulled: pulled === undefined ? undefined : Date.parse(pulled),
    platforms: isUnread ? undefined : platforms.map(platformName),
    kind: content,
    untagged: false,
  };
}

function labelTest({ not }: LabelTerm, answer: LabelAnswer | undefined): (tag: string) => boolean {
  if (!answer) return () => false;
  return (tag) => !answer.unknown.has(tag) && answer.found.has(tag) !== not;
}

/**
 * `labels`: what was asked of the index for each label of the filter, by `labelKey`. `now`: ms since 1970. Until `compile` is there, expressions hide
 * nothing.
 */
export function tagFilter(
  text: string,
  {
    now,
    compile,
    labels,
  }: { readonly now: number; readonly compile: CompileExpression | undefined; readonly labels: ReadonlyMap<string, LabelAnswer> },
): TagFilter {
  const { terms, problems } = parseQuery(text);
  const labelTests = terms.flatMap((term) => (term.kind === 'label' ? labelTest(term, labels.get(labelKey(term))) : []));
  const others = terms.filter(({ kind }) => kind !== 'label' && (kind !== 'regex' || compile !== undefined));
  const matcher = matcherOf({ terms: others, problems }, now, compile ?? (() => 'invalid'));
  const isByName = others.every(({ kind }) => kind === 'regex');
  return {
    isEmpty: matcher.isEmpty && labelTests.length === 0,
    words: terms.flatMap((term) => (term.kind === 'word' && !term.not ? term.text : [])),
    needsDetails: !isByName || labelTests.length > 0,
    problems: matcher.problems,
    matches: (tag, detail) =>
      labelTests.every((test) => test(tag)) &&
      matcher.matches(matcher.isEmpty ? NOTHING : isByName ? { names: [tag] } : factsOf(tag, detail)),
  };
}
