import { isDigest } from './oci/digest.ts';

/** Patterns of tag names that are offered for protection. */
export const OFFERED_PATTERNS = ['latest', 'prod*', 'v*'] as const;

/**
 * Whether a name matches a pattern as people write them for files: `*` for anything, `?` for one character, several patterns with commas.
 * Upper and lower case differ, as they do in tags. Takes no longer than name times pattern.
 */
export function matchesGlob(name: string, pattern: string): boolean {
  return pattern.split(',').some((part) => matchesOne(name, part.trim()));
}

function matchesOne(name: string, pattern: string): boolean {
  let at = 0;
  let p = 0;
  let star = -1;
  let mark = 0;
  while (at < name.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      mark = at;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[at])) {
      at++;
      p++;
    } else if (star >= 0) {
      // The last star takes one more.
      p = star + 1;
      at = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length && pattern !== '';
}

/** Those of the names that a pattern protects: they are deleted only where they are typed. A digest is no tag, and no pattern protects it. */
export function protectedOf(names: readonly string[], patterns: readonly string[]): string[] {
  return names.filter((name) => !isDigest(name) && patterns.some((pattern) => matchesGlob(name, pattern)));
}

/** Names as a person types them one after the other, with the commas of any language that the window has. */
export const typedNames = (text: string): string[] => text.split(/[\s,，、]+/).filter(Boolean);
