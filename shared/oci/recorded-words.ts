// Builders record instructions with Go's `%q` and `%v`: lists without commas, and structures in braces. What reads them takes no longer than the text
// is long, because an image may hold any.

const isSpace = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\n' || char === '\r';

/** The end of the quoted text that begins at `from`, behind its quote; undefined where it does not end. */
function endOfQuoted(text: string, from: number): number | undefined {
  const quote = text[from];
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i + 1;
  }
  return undefined;
}

/** The texts between `[` and `]` as they are written: `["a" "b c"]`, `["a","b"]` and `[a b]`, and what follows. Undefined where it is no such list. */
export function readList(text: string): { readonly items: readonly string[]; readonly rest: string } | undefined {
  if (!text.startsWith('[')) return undefined;
  const items: string[] = [];
  let i = 1;
  while (i < text.length) {
    const char = text[i];
    if (char === ']') return { items, rest: text.slice(i + 1) };
    if (isSpace(char) || char === ',') {
      i++;
      continue;
    }
    const end = char === '"' ? endOfQuoted(text, i) : endOfWord(text, i);
    if (end === undefined) return undefined;
    items.push(text.slice(i, end));
    i = end;
  }
  return undefined;
}

function endOfWord(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isSpace(text[end]) && text[end] !== ',' && text[end] !== ']') end++;
  return end;
}

/** What stands between the quotes, where only quotes and backslashes are escaped in it; undefined otherwise. */
export function unquoted(item: string): string | undefined {
  if (item.length < 2 || !item.startsWith('"') || !item.endsWith('"')) return undefined;
  let text = '';
  for (let i = 1; i < item.length - 1; i++) {
    if (item[i] === '\\') {
      i++;
      if (item[i] !== '"' && item[i] !== '\\') return undefined;
    }
    text += item[i];
  }
  return text;
}

/** `["a" "b"]` with commas, each item quoted: the form that a Dockerfile and JSON have in common. */
export const execForm = (items: readonly string[]): string =>
  `[${items.map((item) => (item.startsWith('"') ? item : JSON.stringify(item))).join(', ')}]`;

/** The end of the word that begins at `from`, where quotes hold several words together. */
export function endOfQuotedWord(text: string, from: number): number {
  let i = from;
  while (i < text.length && !isSpace(text[i])) {
    const end = text[i] === '"' || text[i] === "'" ? endOfQuoted(text, i) : undefined;
    // What is escaped begins no quote: so each of a text that has no end is looked for once.
    i = end ?? i + (text[i] === '\\' ? 2 : 1);
  }
  return Math.min(i, text.length);
}

/** The words of a text, where quotes hold several together. */
export function quotedWords(text: string): readonly string[] {
  const words: string[] = [];
  let i = 0;
  while (i < text.length) {
    const end = endOfQuotedWord(text, i);
    if (end > i) words.push(text.slice(i, end));
    i = Math.max(end, i + 1);
  }
  return words;
}

const isName = (word: string): boolean => /^[A-Za-z_][\w.\-/]*$/.test(word);

/** Pairs that are known to be, by their names. */
export type KnownPairs = ReadonlyMap<string, string>;

const nameOf = (pair: string): string => pair.slice(0, pair.indexOf('='));

/** Of several pairs of one name the last is known. */
export const knownPairs = (pairs: readonly string[]): KnownPairs => new Map(pairs.map((pair) => [nameOf(pair), pair]));

/** The end of a pair at `from`, whatever its value looks like; undefined where another text is there. */
function endOfKnown(text: string, from: number, pair: string | undefined): number | undefined {
  if (pair === undefined || !text.startsWith(pair, from)) return undefined;
  const end = from + pair.length;
  return end === text.length || text[end] === ' ' ? end : undefined;
}

/** `A=a b C=c` as its pairs: a value ends where another name begins, or where that of a known pair ends. */
export function readPairs(text: string, known: KnownPairs = new Map()): [string, string][] {
  if (known.get(nameOf(text)) === text) return [pairOf(text)];
  const pairs: string[] = [];
  // A long value is compared once, however often a text repeats its name.
  const seen = new Set<string>();
  for (let at = 0; at <= text.length; ) {
    const space = text.indexOf(' ', at);
    const word = text.slice(at, space === -1 ? text.length : space);
    const name = nameOf(word);
    let end = at + word.length;
    if (word.includes('=') && isName(name)) {
      if (!seen.has(name)) end = endOfKnown(text, at, known.get(name)) ?? end;
      seen.add(name);
      pairs.push(text.slice(at, end));
    } else if (pairs.length === 0) return [];
    else pairs[pairs.length - 1] += ` ${word}`;
    at = end + 1;
  }
  return pairs.map(pairOf);
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
