import type { ReadTag, TagDetail } from '../contract/tags.ts';
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

const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** What was read of a tag. Most filters ask for one of these, so that each is made when it is asked for: there may be 100,000 tags for each key. */
class ReadFacts implements Facts {
  readonly names: readonly string[];
  private readonly row: ReadTag;

  constructor(row: ReadTag) {
    this.names = [row.tag];
    this.row = row;
  }

  get digest(): string {
    return this.row.digest;
  }

  get size(): number | undefined {
    return this.row.size;
  }

  /** A date that is not read yet, or that nobody knows, is unknown. */
  get created(): number | undefined {
    return timeOf(this.row.created);
  }

  get pulled(): number | undefined {
    return timeOf(this.row.pulled);
  }

  /** Unknown where a config will tell them. */
  get platforms(): readonly string[] | undefined {
    const { platforms, problem, pending } = this.row;
    return problem !== undefined || (pending === true && platforms.length === 0) ? undefined : platforms.map(platformName);
  }

  get kind(): ReadTag['content'] {
    return this.row.content;
  }
}

const factsOf = (tag: string, detail: TagDetail | undefined): Facts =>
  detail?.state === 'read' ? new ReadFacts(detail) : { names: [tag] };

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
