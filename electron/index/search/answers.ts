import type { SearchEvent, SearchResult, SearchScope, Suggestions } from '../../../shared/contract/search.ts';
import { parseQuery } from '../../../shared/query/query.ts';
import type { SearchOrder } from '../../../shared/search-order.ts';
import type { Steps } from '../long-answers.ts';
import type { Rows } from '../rows.ts';
import { Lookup } from './lookup.ts';
import { Search } from './search.ts';
import { FirstResults } from './sort.ts';
import { wordOf } from './texts.ts';

/** Results in one message, and ms that the first of them waits. */
const PART_SIZE = 100;
const PART_MS = 25;

/** Results that are sorted, and ms between two parts that tell how many there are so far. */
const MOST_SORTED = 100_000;
const TOLD_MS = 200;

export type FindQuestion = {
  readonly query: string;
  readonly scope: SearchScope;
  readonly most: number;
  readonly order?: SearchOrder | undefined;
};
export type SuggestQuestion = { readonly query: string };

/** The answer to a search, in parts; `undefined` is a step without one. */
export function* findParts(rows: Rows, question: FindQuestion): Steps<SearchEvent> {
  if (question.order !== undefined) return yield* sortedParts(rows, { ...question, order: question.order });
  const { query, scope, most } = question;
  const search = new Search(rows, query, scope);
  let waiting: SearchResult[] = [];
  let count = 0;
  let since = performance.now();
  let isMore = false;
  for (const result of search.results()) {
    isMore = result !== undefined && count === most;
    if (isMore) break;
    if (result) {
      count++;
      if (waiting.push(result) === 1) since = performance.now();
    }
    if (waiting.length === PART_SIZE || (waiting.length > 0 && performance.now() - since > PART_MS)) {
      yield { kind: 'found', results: waiting };
      waiting = [];
    } else yield undefined;
  }
  if (waiting.length > 0) yield { kind: 'found', results: waiting };
  yield { kind: 'end', isMore: isMore || search.isCut };
}

/** The first results of an order. They come at the end: the last that is found may be the first. */
function* sortedParts(rows: Rows, { query, scope, most, order }: FindQuestion & { readonly order: SearchOrder }): Steps<SearchEvent> {
  const search = new Search(rows, query, scope);
  const first = new FirstResults(order, most);
  let count = 0;
  let told = performance.now();
  let isAll = true;
  for (const result of search.results()) {
    isAll = result === undefined || count < MOST_SORTED;
    if (!isAll) break;
    if (result) {
      count++;
      first.add(result);
    }
    if (performance.now() - told < TOLD_MS) {
      yield undefined;
      continue;
    }
    yield { kind: 'sorting', count };
    told = performance.now();
  }
  const results = first.inOrder();
  for (let at = 0; at < results.length; at += PART_SIZE) yield { kind: 'found', results: results.slice(at, at + PART_SIZE) };
  isAll &&= !search.isCut;
  yield { kind: 'end', isMore: !isAll || count > most, sorted: { count, isAll } };
}

/** Suggestions of each kind. */
const MOST = 8;
/** ms of work after which what was found has to do. */
const MOST_MS = 60;
/** Labels that are looked at, and their keys. */
const MOST_LABELS = 200;
const MOST_KEYS = 500;
/** The most that is counted. */
const MOST_COUNTED = 1_000;

type Labels = Suggestions['labels'];

/** What is suggested for what is being typed. */
export function* suggestParts(rows: Rows, { query }: SuggestQuestion): Steps<Suggestions> {
  const lookup = new Lookup(rows);
  const results: SearchResult[] = [];
  const counts = { repository: 0, tag: 0, image: 0 };
  const until = performance.now() + MOST_MS;
  for (const result of new Search(rows, query, {}).results()) {
    if (result && counts[result.kind]++ < MOST) results.push(result);
    if (counts.tag >= MOST || performance.now() > until) break;
    yield undefined;
  }
  const digests = [...digestsFor(rows, lookup, query)];
  yield undefined;
  yield { results, digests, labels: labelsFor(rows, lookup, query.trim()) };
}

function* digestsFor(rows: Rows, lookup: Lookup, query: string): Generator<Suggestions['digests'][number]> {
  const [term, ...others] = parseQuery(query).terms;
  const prefix = term?.kind === 'digest' ? term.prefix : term?.kind === 'word' && wordOf(term.text).isDigest ? term.text.toLowerCase() : '';
  if (prefix === '' || others.length > 0) return;
  let left = MOST;
  for (const manifest of lookup.manifests(prefix)) {
    if (left-- === 0) return;
    const above = lookup.above(manifest);
    const text = 'SELECT count(DISTINCT repository) AS n FROM held WHERE manifest IN (SELECT value FROM json_each(?))';
    const { n } = rows.sql(text).get(JSON.stringify(above)) as { n: number };
    yield { digest: lookup.digestsOf(manifest)[0] ?? '', repositories: n };
  }
}

/** Ids of labels that `key=value` begins, whose value begins with what was typed whatever their key, or whose value has it. */
function* labelIds(lookup: Lookup, keys: readonly string[], [key = '', ...rest]: readonly string[]): Generator<number> {
  if (rest.length > 0) return yield* lookup.pairsFrom(key, rest.join('='));
  for (const one of keys) yield* lookup.pairsFrom(one, key);
  yield* lookup.pairs(wordOf(key));
}

/** Labels for what was typed, those of the most images first, and keys that have it. */
function labelsFor(rows: Rows, lookup: Lookup, typed: string): Labels {
  const sides = typed.replace(/^label:/i, '').split('=');
  const [key = ''] = sides;
  if (wordOf(key).isShort) return [];
  const keys = lookup.keys(MOST_KEYS);
  const found = new Map<number, Labels[number] & { readonly images: number }>();
  for (const id of labelIds(lookup, keys, sides)) {
    if (found.size === MOST_LABELS) break;
    const pair = rows.sql('SELECT key, value FROM pair WHERE id = ?').get(id) as { key: string; value: string };
    const text = `SELECT count(*) AS n FROM (SELECT 1 FROM labelled WHERE pair = ? LIMIT ${MOST_COUNTED})`;
    found.set(id, { ...pair, images: (rows.sql(text).get(id) as { n: number }).n });
  }
  const alike = sides.length > 1 ? [] : keys.filter((one) => one.toLowerCase().includes(key.toLowerCase()));
  const best = [...found.values()].sort((a, b) => b.images - a.images).slice(0, MOST - Math.min(alike.length, MOST / 2));
  return [...best, ...alike.slice(0, MOST - best.length).map((one) => ({ key: one }))];
}
