import { assertNever } from '../assert-never.ts';
import type { ContentKind } from '../oci/content-kind.ts';
import type { CompileExpression } from './expression.ts';
import type { Query, QueryProblem, Term } from './query.ts';
import type { Comparison } from './units.ts';

/** What is known of something that a query may find. What is undefined is unknown, and met by no condition about it, turned around or not. */
export type Facts = {
  /** What words and expressions look into, beside the digest. */
  readonly names: readonly string[];
  readonly digest?: string | undefined;
  /** bytes */
  readonly size?: number | undefined;
  /** ms since 1970 */
  readonly created?: number | undefined;
  readonly pulled?: number | undefined;
  /** As `platformName` writes them. */
  readonly platforms?: readonly string[] | undefined;
  readonly kind?: ContentKind | undefined;
  /** Key and value of labels and annotations. */
  readonly labels?: readonly (readonly [string, string])[] | undefined;
  readonly untagged?: boolean | undefined;
};

function isCompared(value: number, is: Comparison, limit: number): boolean {
  switch (is) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    default:
      return assertNever(is);
  }
}

const TURNED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** A time that is to be compared: an age `<30d` is a time after 30 days before `now` (ms since 1970). @public */
export const timeLimit = ({ is, when }: Extract<Term, { kind: 'created' | 'pulled' }>, now: number): readonly [Comparison, number] =>
  'ago' in when ? [TURNED[is], now - when.ago] : [is, when.day];

/** Whether a digest begins with this, which may lack the algorithm. */
export const hasPrefix = (digest: string, prefix: string): boolean =>
  digest.startsWith(prefix) || (!prefix.includes(':') && digest.startsWith(prefix, digest.indexOf(':') + 1));

/** Whether a platform has these parts side by side: `arm64` is one of `linux/arm64/v8`. */
const isPlatform = (platform: string, parts: string): boolean => `/${platform.toLowerCase()}/`.includes(`/${parts}/`);

/** What a digest can contain: only such a word is looked for in digests. */
const DIGEST_PART = /^[0-9a-f]+$/;

type Test = (facts: Facts) => boolean | undefined;

const known =
  <T>(value: (facts: Facts) => T | undefined, test: (value: T) => boolean): Test =>
  (facts) => {
    const found = value(facts);
    return found === undefined ? undefined : test(found);
  };

function wordTest(text: string): Test {
  const needle = text.toLowerCase();
  const mayBeDigest = DIGEST_PART.test(needle);
  return ({ names, digest }) =>
    names.some((name) => name.toLowerCase().includes(needle)) ||
    (mayBeDigest && digest?.includes(needle, digest.indexOf(':') + 1) === true);
}

function timeTest(term: Extract<Term, { kind: 'created' | 'pulled' }>, now: number): Test {
  const [is, limit] = timeLimit(term, now);
  return known(
    (facts) => facts[term.kind],
    (time) => isCompared(time, is, limit),
  );
}

function testOf(term: Exclude<Term, { kind: 'regex' }>, now: number): Test {
  switch (term.kind) {
    case 'word':
      return wordTest(term.text);
    case 'size':
      return known(
        ({ size }) => size,
        (size) => isCompared(size, term.is, term.bytes),
      );
    case 'created':
    case 'pulled':
      return timeTest(term, now);
    case 'platform':
      return known(
        ({ platforms }) => platforms,
        (platforms) => platforms.some((platform) => isPlatform(platform, term.text)),
      );
    case 'kind':
      return known(
        ({ kind }) => kind,
        (kind) => kind === term.content,
      );
    case 'label':
      return known(
        ({ labels }) => labels,
        (labels) => labels.some(([key, value]) => key === term.key && (term.value === undefined || value === term.value)),
      );
    case 'digest':
      return known(
        ({ digest }) => digest,
        (digest) => hasPrefix(digest, term.prefix),
      );
    case 'untagged':
      return ({ untagged = false }) => untagged;
    default:
      return assertNever(term);
  }
}

export type Matcher = {
  /** There is no condition: everything is met. */
  readonly isEmpty: boolean;
  /** Whether something is known to meet all conditions. */
  readonly matches: (facts: Facts) => boolean;
  /** What could not be understood, expressions included. */
  readonly problems: readonly QueryProblem[];
};

/** A query ready to be asked of many things. `now`: ms since 1970. */
export function matcherOf({ terms, problems }: Query, now: number, compile: CompileExpression): Matcher {
  const bad: QueryProblem[] = [...problems];
  const tests = terms.flatMap((term): Test[] => {
    const { not } = term;
    let test: Test;
    if (term.kind === 'regex') {
      const compiled = compile(term.expression);
      if (typeof compiled === 'string') {
        bad.push({ kind: 'expression', expression: term.expression, why: compiled });
        return [];
      }
      test = ({ names }) => names.some(compiled);
    } else test = testOf(term, now);
    return [
      (facts) => {
        const found = test(facts);
        return found === undefined ? undefined : found !== not;
      },
    ];
  });
  return { isEmpty: tests.length === 0, matches: (facts) => tests.every((test) => test(facts) === true), problems: bad };
}
