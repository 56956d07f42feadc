import { parsedJson } from '../json-values.ts';
import { comparePairs, type Entry } from './pairs.ts';

/** Values of a document that are compared. */
const MOST_VALUES = 2_000;
/** How deep they may be: `a.b.c` is three deep. */
const MOST_DEPTH = 64;

/** The values of a document by the ways to them: `dependencies.0.name`. What is deeper than 64 levels is left out. */
function flat(value: unknown, path: string, depth: number, found: [string, string][]): void {
  if (found.length >= MOST_VALUES || depth > MOST_DEPTH) return;
  if (typeof value !== 'object' || value === null) found.push([path, String(value)]);
  else for (const [key, child] of Object.entries(value)) flat(child, path === '' ? key : `${path}.${key}`, depth + 1, found);
}

/** The values of two JSON documents, such as the configs of two charts; undefined where one of them is none. The first 2,000 of each. Pure. */
export function compareDocuments(left: string, right: string): readonly Entry[] | undefined {
  const pairs = [left, right].map((text) => {
    const document = parsedJson(text);
    const found: [string, string][] = [];
    if (document !== undefined) flat(document, '', 0, found);
    return document === undefined ? undefined : found;
  });
  const [before, after] = pairs;
  return before && after && comparePairs(before, after);
}
