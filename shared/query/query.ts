import { type ContentKind, contentKindSchema } from '../oci/content-kind.ts';
import { sidesOf, tokensOf, unquoted } from './tokens.ts';
import { bytesIn, type Comparison, compared, dayIn, msIn } from './units.ts';

/** A time that is compared with: so many ms ago, or the beginning of a day in ms since 1970. */
export type When = { readonly ago: number } | { readonly day: number };

type What =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'regex'; readonly expression: string }
  | { readonly kind: 'size'; readonly is: Comparison; readonly bytes: number }
  /** `<` is younger than an age, or before a day. */
  | { readonly kind: 'created' | 'pulled'; readonly is: Comparison; readonly when: When }
  | { readonly kind: 'platform'; readonly text: string }
  | { readonly kind: 'kind'; readonly content: ContentKind }
  /** Without a value: whatever it is. */
  | { readonly kind: 'label'; readonly key: string; readonly value?: string }
  /** Lower case, with or without its algorithm. */
  | { readonly kind: 'digest'; readonly prefix: string }
  | { readonly kind: 'untagged' };

/** One condition. What is found meets all of a query; `not` turns one around. */
export type Term = What & { readonly not: boolean };

/** Names before a colon that filter by something. */
export const operators = ['size', 'created', 'pulled', 'platform', 'kind', 'label', 'digest'] as const;
export type Operator = (typeof operators)[number];

/** Part of a query that could not be understood. It finds nothing and hides nothing: it has to be said. */
export type QueryProblem =
  | { readonly kind: 'operator'; readonly name: string }
  | { readonly kind: 'value'; readonly operator: Operator; readonly value: string }
  | { readonly kind: 'expression'; readonly expression: string; readonly why: 'invalid' | 'unsupported' | 'too-long' }
  | { readonly kind: 'too-long' };

/** A condition, or why it is none, with the text that it was typed as. */
export type QueryPart = { readonly text: string; readonly at: number } & ({ readonly term: Term } | { readonly problem: QueryProblem });

export type Query = { readonly terms: readonly Term[]; readonly problems: readonly QueryProblem[] };

/** Characters of a query; a longer one is not read. */
export const MOST_CHARACTERS = 2_000;
const MOST_TERMS = 50;
const MOST_OF_EXPRESSION = 500;

const isOperator = (name: string): name is Operator => (operators as readonly string[]).includes(name);

function timeTerm(kind: 'created' | 'pulled', value: string): What | undefined {
  const [is, rest] = compared(value) ?? [];
  if (is === undefined || rest === undefined) return undefined;
  const ago = msIn(rest);
  if (ago !== undefined) return { kind, is, when: { ago } };
  const day = dayIn(rest);
  return day === undefined ? undefined : { kind, is, when: { day } };
}

function sizeTerm(value: string): What | undefined {
  const [is, rest] = compared(value) ?? [];
  const bytes = rest === undefined ? undefined : bytesIn(rest);
  return is === undefined || bytes === undefined ? undefined : { kind: 'size', is, bytes };
}

function labelTerm(raw: string): What | undefined {
  const [left, right] = sidesOf(raw);
  const key = unquoted(left);
  if (key === '') return undefined;
  return right === undefined ? { kind: 'label', key } : { kind: 'label', key, value: unquoted(right) };
}

function digestTerm(value: string): What | undefined {
  const prefix = value.toLowerCase();
  return /^(?:sha(?:256|512):)?[0-9a-f]{0,128}$/.test(prefix) && prefix !== '' ? { kind: 'digest', prefix } : undefined;
}

function kindTerm(value: string): What | undefined {
  const found = contentKindSchema.safeParse(value.toLowerCase());
  return found.success ? { kind: 'kind', content: found.data } : undefined;
}

function termOf(operator: Operator, raw: string): What | undefined {
  const value = unquoted(raw);
  switch (operator) {
    case 'size':
      return sizeTerm(value);
    case 'created':
    case 'pulled':
      return timeTerm(operator, value);
    case 'platform':
      return value === '' ? undefined : { kind: 'platform', text: value.toLowerCase() };
    case 'kind':
      return kindTerm(value);
    case 'label':
      return labelTerm(raw);
    case 'digest':
      return digestTerm(value);
  }
}

/** What is typed between slashes, where a slash may be escaped. A backslash at the end waits for what it escapes. */
function expressionIn(raw: string): string {
  let expression = '';
  for (let i = 1; i < raw.length; i++) {
    const character = raw[i] ?? '';
    if (character === '/' && i === raw.length - 1) return expression;
    if (character !== '\\') expression += character;
    else if (++i < raw.length) expression += raw[i] === '/' ? '/' : `\\${raw[i]}`;
  }
  return expression;
}

/** What a part says, without the minus in front of it. Undefined while there is nothing in it yet. */
function read(raw: string): What | QueryProblem | undefined {
  if (raw === '') return undefined;
  if (raw.startsWith('/')) {
    const expression = expressionIn(raw);
    if (expression.length > MOST_OF_EXPRESSION) return { kind: 'expression', expression, why: 'too-long' };
    return expression === '' ? undefined : { kind: 'regex', expression };
  }
  if (raw.toLowerCase() === 'untagged') return { kind: 'untagged' };
  const [, name = '', value = ''] = /^([a-z]+)[:：]([\s\S]*)$/i.exec(raw) ?? [];
  const operator = name.toLowerCase();
  if (isOperator(operator)) return termOf(operator, value) ?? { kind: 'value', operator, value: unquoted(value) };
  // A digest is pasted as it is. Other names before a colon may be meant as operators; in quotes they are text.
  if (/^sha\d+[:：]/i.test(raw)) return termOf('digest', raw.replace('：', ':')) ?? { kind: 'value', operator: 'digest', value: raw };
  if (operator !== '') return { kind: 'operator', name };
  const text = unquoted(raw);
  return text === '' ? undefined : { kind: 'word', text };
}

const PROBLEMS: ReadonlySet<string> = new Set<QueryProblem['kind']>(['operator', 'value', 'expression', 'too-long']);
const isProblem = (said: What | QueryProblem): said is QueryProblem => PROBLEMS.has(said.kind);

/** The conditions of a query one by one, each with where it was typed. Whatever is typed, this never fails. */
export function partsOf(text: string): QueryPart[] {
  if (text.length > MOST_CHARACTERS) return [{ text, at: 0, problem: { kind: 'too-long' } }];
  const parts = tokensOf(text).flatMap(({ at, text: raw }): QueryPart[] => {
    const not = raw.startsWith('-');
    const said = read(not ? raw.slice(1) : raw);
    if (!said) return [];
    return [isProblem(said) ? { at, text: raw, problem: said } : { at, text: raw, term: { ...said, not } }];
  });
  return parts.length > MOST_TERMS ? [{ text, at: 0, problem: { kind: 'too-long' } }] : parts;
}

/** Reads what a person typed to filter or to search: all conditions have to be met. docs/query.md has the language. */
export function parseQuery(text: string): Query {
  const parts = partsOf(text);
  return {
    terms: parts.flatMap((part) => ('term' in part ? part.term : [])),
    problems: parts.flatMap((part) => ('problem' in part ? part.problem : [])),
  };
}
