/** A part of a query between spaces, as it was typed, and where it is in the text. */
export type Token = { readonly at: number; readonly text: string };

const SPACE = /\s/;
/** Quotation marks that keyboards of both languages have. */
const QUOTES = new Set(['"', '“', '”']);

const isSpace = (character: string | undefined): boolean => character === undefined || SPACE.test(character);

/** Where an expression ends that begins at `at`: behind a slash with a space or nothing after it; the end of the text where there is none yet. */
function endOfExpression(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '/' && isSpace(text[i + 1])) return i + 1;
  }
  return text.length;
}

/** Where a word ends that begins at `at`: at a space outside of quotes. */
function endOfWord(text: string, at: number): number {
  let isQuoted = false;
  for (let i = at; i < text.length; i++) {
    const character = text[i] ?? '';
    if (isQuoted && character === '\\') i++;
    else if (QUOTES.has(character)) isQuoted = !isQuoted;
    else if (!isQuoted && isSpace(character)) return i;
  }
  return text.length;
}

/** The parts of a query. What is quoted, or an expression, is one part with its spaces. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    if (isSpace(text[at])) {
      at++;
      continue;
    }
    const start = text[at] === '-' ? at + 1 : at;
    const end = text[start] === '/' ? endOfExpression(text, start) : endOfWord(text, start);
    tokens.push({ at, text: text.slice(at, end) });
    at = end;
  }
  return tokens;
}

/** What quoted text says. A backslash in quotes stands for the character behind it. */
export function unquoted(raw: string): string {
  let said = '';
  let isQuoted = false;
  for (let i = 0; i < raw.length; i++) {
    const character = raw[i] ?? '';
    if (QUOTES.has(character)) isQuoted = !isQuoted;
    else said += isQuoted && character === '\\' ? (raw[++i] ?? '') : character;
  }
  return said;
}

/** The two sides of the first `=` outside of quotes; the second is undefined where there is none. */
export function sidesOf(raw: string): readonly [string, string | undefined] {
  let isQuoted = false;
  for (let i = 0; i < raw.length; i++) {
    const character = raw[i] ?? '';
    if (isQuoted && character === '\\') i++;
    else if (QUOTES.has(character)) isQuoted = !isQuoted;
    else if (!isQuoted && character === '=') return [raw.slice(0, i), raw.slice(i + 1)];
  }
  return [raw, undefined];
}

const escaped = (text: string): string => text.replace(/["“”\\]/g, (character) => `\\${character}`);

/** The text in quotes where it would be read as something else without. */
export const quotedIf = (isNeeded: boolean, text: string): string =>
  isNeeded || text === '' || /[\s"“”]/.test(text) ? `"${escaped(text)}"` : text;
