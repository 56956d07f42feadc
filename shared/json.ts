import { Failure } from './errors.ts';
import type { Part } from './reasons.ts';

const MAX_DEPTH = 64;

/** Whether more than `limit` brackets open in the text, in strings or not: of fewer no depth comes. */
function opensMore(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of ['{', '['])
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) if (++count > limit) return true;
  return false;
}

/** Finds the depth of the text's brackets without building anything, so that a bomb of `[[[[...` is refused before it is parsed. */
function exceedsDepth(text: string, limit: number): boolean {
  if (!opensMore(text, limit)) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x5b || char === 0x7b) {
      if (++depth > limit) return true;
    } else if (char === 0x5d || char === 0x7d) depth--;
  }
  return false;
}

/** The text without the byte order mark that some programs put before it, and that JSON does not allow. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Parses JSON that came from outside: at most 64 levels deep. @throws Failure INVALID_RESPONSE, naming `where`. */
export function parseJson(text: string, where: Part): unknown {
  if (exceedsDepth(text, MAX_DEPTH)) throw new Failure('INVALID_RESPONSE', { where, why: 'too-deep', detail: String(MAX_DEPTH) });
  try {
    return JSON.parse(withoutMark(text));
  } catch {
    throw new Failure('INVALID_RESPONSE', { where, why: 'not-json' });
  }
}

/** Key and value pairs of a JSON object of strings; pairs because `__proto__` is a legal label. Anything else is left out. */
export function stringPairs(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
