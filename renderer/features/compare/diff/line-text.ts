// C0 but tab and line feed, DEL, C1, and what changes the direction or is not seen at all (Unicode, categories Cc and Cf).
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Characters that are shown of one line: of a program in one line, what differs and a little around it. */
const MOST = 1_000;
/** Equal characters that are shown beside a change in a line that is longer. */
const AROUND = 80;
/** Of the shorter line, as much must be equal for the rest to be set off. */
const LEAST_EQUAL = 0.25;

/** A line as it is shown: what differs from its other version is apart, and empty where nothing does. */
export type LineText = { readonly before: string; readonly changed: string; readonly after: string };

/** Text in which nothing is hidden, apart from tabs and line ends. A carriage return at the end is a sign of its own. */
const visible = (text: string): string =>
  text.replace(/\r$/, '␍').replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

/** How many code units two lines begin with, and then end with; never half of a character. */
function equalEnds(a: string, b: string): { readonly start: number; readonly end: number } {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  if (start > 0 && isHigh(a.charCodeAt(start - 1))) start--;
  let end = 0;
  while (end < least - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  if (end > 0 && isLow(a.charCodeAt(a.length - end))) end--;
  return { start, end };
}

/** A longer word is set off in part: of a program in one line all is one word. */
const LONGEST_WORD = 40;
const isWordAt = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? '');

/** How much further from `at` the word goes that is cut there; 0 where none is. `by`: 1 to the right, -1 to the left. */
function restOfWord(text: string, at: number, by: 1 | -1): number {
  let length = 0;
  while (length <= LONGEST_WORD && isWordAt(text, at + by * length)) length++;
  return length > LONGEST_WORD ? 0 : length;
}

/** The same without parts of words: `1.9.10` and `1.9.12` differ in 10 and 12. */
function equalWords(a: string, b: string): { readonly start: number; readonly end: number } {
  const { start, end } = equalEnds(a, b);
  const cutsStart = isWordAt(a.slice(0, a.length - end), start) || isWordAt(b.slice(0, b.length - end), start);
  const cutsEnd = isWordAt(a.slice(start), a.length - end - start - 1) || isWordAt(b.slice(start), b.length - end - start - 1);
  return {
    start: start - (cutsStart ? restOfWord(a.slice(0, start), start - 1, -1) : 0),
    end: end - (cutsEnd ? restOfWord(a.slice(a.length - end), 0, 1) : 0),
  };
}

const cutEnd = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);
const cutStart = (text: string, most: number): string => (text.length > most ? `…${text.slice(-most)}` : text);

/** A line, and where it has another version what differs in it. Lines that are long are cut around that. Pure. */
export function lineText(line: string, other: string | undefined): LineText {
  const { start, end } = other === undefined ? { start: 0, end: 0 } : equalWords(line, other);
  const isAlike =
    other !== undefined && line !== other && start + end >= Math.min(line.length, other.length) * LEAST_EQUAL && start + end > 0;
  if (!isAlike) return { before: visible(cutEnd(line, MOST)), changed: '', after: '' };
  const parts = [line.slice(0, start), line.slice(start, line.length - end), line.slice(line.length - end)] as const;
  const [before, changed, after] =
    line.length > MOST ? [cutStart(parts[0], AROUND), cutEnd(parts[1], MOST), cutEnd(parts[2], AROUND)] : parts;
  return { before: visible(before), changed: visible(changed), after: visible(after) };
}
