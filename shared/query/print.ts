import { assertNever } from '../assert-never.ts';
import type { Query, Term, When } from './query.ts';
import { quotedIf } from './tokens.ts';
import { ageText, bytesText } from './units.ts';

const whenText = (when: When): string => ('ago' in when ? ageText(when.ago) : new Date(when.day).toISOString().slice(0, 10));

/** Whether a word would be read as something else: an operator, a digest, an expression, a minus. */
const isTakenForMore = (word: string): boolean => /^[-/]|^(?:sha\d+|[a-z]+)[:：]/i.test(word) || word.toLowerCase() === 'untagged';

function bare(term: Term): string {
  switch (term.kind) {
    case 'word':
      return quotedIf(isTakenForMore(term.text), term.text);
    case 'regex':
      return `/${term.expression.replaceAll('/', '\\/')}/`;
    case 'size':
      return `size:${term.is}${bytesText(term.bytes)}`;
    case 'created':
    case 'pulled':
      return `${term.kind}:${term.is}${whenText(term.when)}`;
    case 'platform':
      return `platform:${quotedIf(false, term.text)}`;
    case 'kind':
      return `kind:${term.content}`;
    case 'label': {
      const key = quotedIf(term.key.includes('='), term.key);
      return `label:${key}${term.value === undefined ? '' : `=${quotedIf(false, term.value)}`}`;
    }
    case 'digest':
      return `digest:${term.prefix}`;
    case 'untagged':
      return 'untagged';
    default:
      return assertNever(term);
  }
}

/** A condition as `parseQuery` reads it. */
export const printTerm = (term: Term): string => `${term.not ? '-' : ''}${bare(term)}`;

/** The conditions of a query as `parseQuery` reads them. */
export const printQuery = ({ terms }: Pick<Query, 'terms'>): string => terms.map(printTerm).join(' ');
