/**
 * A text as bytes, and what each of them stands for in the text that it was decoded from: `start` and `end` are positions there. Bytes are
 * characters up to U+00FF, so that escapes of bytes and of characters come to the same.
 */
type View = { readonly bytes: string; readonly start: readonly number[]; readonly end: readonly number[] };

/** What an escape at `index` means, and how long it is; undefined where none begins there. */
type Reader = (bytes: string, index: number) => { readonly length: number; readonly meaning: string } | undefined;

/** How often one escape may stand inside another: JSON in HTML, say. */
const DEPTH = 2;
const JSON_SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };
const HTML_NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const LONGEST_ENTITY = 12;

/** Text as bytes of UTF-8, one character each. */
export const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

function hex(digits: string, length: number): number | undefined {
  return digits.length === length && /^[0-9a-f]+$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

const isCodePoint = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 0x10_ffff;

const readUnicode = (bytes: string, index: number): number | undefined =>
  bytes.startsWith('\\u', index) ? hex(bytes.slice(index + 2, index + 6), 4) : undefined;

const readJson: Reader = (bytes, index) => {
  if (bytes[index] !== '\\') return undefined;
  const short = JSON_SHORT[bytes[index + 1] ?? ''];
  if (short !== undefined) return { length: 2, meaning: short };
  const unit = readUnicode(bytes, index);
  if (unit === undefined) return undefined;
  const low = unit >= 0xd800 && unit < 0xdc00 ? readUnicode(bytes, index + 6) : undefined;
  if (low === undefined) return { length: 6, meaning: bytesOf(String.fromCharCode(unit)) };
  return { length: 12, meaning: bytesOf(String.fromCharCode(unit, low)) };
};

const readPercent: Reader = (bytes, index) => {
  const value = bytes[index] === '%' ? hex(bytes.slice(index + 1, index + 3), 2) : undefined;
  return value === undefined ? undefined : { length: 3, meaning: String.fromCharCode(value) };
};

/** As forms are sent: a plus is a space. */
const readForm: Reader = (bytes, index) => (bytes[index] === '+' ? { length: 1, meaning: ' ' } : readPercent(bytes, index));

const readHtml: Reader = (bytes, index) => {
  if (bytes[index] !== '&') return undefined;
  const end = bytes.slice(index, index + LONGEST_ENTITY).indexOf(';');
  if (end < 0) return undefined;
  const name = bytes.slice(index + 1, index + end);
  const named = HTML_NAMES[name];
  if (named !== undefined) return { length: end + 1, meaning: bytesOf(named) };
  if (name[0] !== '#') return undefined;
  const digits = name.slice(1);
  const value = digits[0]?.toLowerCase() === 'x' ? hex(digits.slice(1), digits.length - 1) : Number(digits === '' ? Number.NaN : digits);
  return value === undefined || !isCodePoint(value) ? undefined : { length: end + 1, meaning: bytesOf(String.fromCodePoint(value)) };
};

const READERS: readonly Reader[] = [readJson, readPercent, readForm, readHtml];

function decode(view: View, read: Reader): View | undefined {
  const parts: string[] = [];
  const start: number[] = [];
  const end: number[] = [];
  let changed = false;
  for (let index = 0; index < view.bytes.length; ) {
    const found = read(view.bytes, index);
    const length = found?.length ?? 1;
    const meaning = found?.meaning ?? view.bytes.charAt(index);
    changed ||= found !== undefined;
    for (let i = 0; i < meaning.length; i++) {
      start.push(view.start[index] ?? 0);
      end.push(view.end[index + length - 1] ?? 0);
    }
    parts.push(meaning);
    index += length;
  }
  return changed ? { bytes: parts.join(''), start, end } : undefined;
}

/** A text as it stands, and as it reads once the escapes of JSON, addresses, forms and HTML are undone, also one inside the other. */
function viewsOf(bytes: string): View[] {
  const positions = Array.from({ length: bytes.length }, (_, index) => index);
  const views: View[] = [{ bytes, start: positions, end: positions.map((index) => index + 1) }];
  const seen = new Set([bytes]);
  const isNew = (view: View): boolean => !seen.has(view.bytes) && seen.add(view.bytes) !== undefined;
  let last = views;
  for (let depth = 0; depth < DEPTH; depth++) {
    last = last.flatMap((view) => READERS.flatMap((read) => decode(view, read) ?? [])).filter(isNew);
    views.push(...last);
  }
  return views;
}

/** What is looked for. `run` says which characters around it belong to the same word, and go with it. */
export type Needle = { readonly bytes: string; readonly run: ((char: string) => boolean) | undefined };

/** A beginning of a needle at the end of a text counts from this many bytes on: the text may have been cut there. */
const LEAST_CUT = 6;

function cutLength(haystack: string, needle: string): number {
  const head = needle.slice(0, LEAST_CUT);
  if (head.length < LEAST_CUT) return 0;
  const from = Math.max(0, haystack.length - needle.length + 1);
  for (let at = haystack.indexOf(head, from); at >= 0; at = haystack.indexOf(head, at + 1))
    if (needle.startsWith(haystack.slice(at))) return haystack.length - at;
  return 0;
}

function* findIn(haystack: string, { bytes, run }: Needle): Generator<readonly [number, number]> {
  const around = (from: number, to: number): readonly [number, number] => {
    let [first, last] = [from, to];
    while (run?.(haystack.charAt(first - 1))) first--;
    while (run?.(haystack.charAt(last))) last++;
    return [first, last];
  };
  for (let at = haystack.indexOf(bytes); at >= 0; at = haystack.indexOf(bytes, at + bytes.length)) yield around(at, at + bytes.length);
  const cut = cutLength(haystack, bytes);
  if (cut > 0) yield around(haystack.length - cut, haystack.length);
}

/** Replaces every needle in a text, however it is escaped there. The cost is that of some twenty searches of the text for each needle. */
export function replaceEchoes(text: string, needles: readonly Needle[], replacement: string): string {
  const bytes = bytesOf(text);
  const hidden = new Uint8Array(bytes.length);
  for (const view of viewsOf(bytes))
    for (const needle of needles)
      for (const [from, to] of findIn(view.bytes, needle)) hidden.fill(1, view.start[from] ?? 0, view.end[to - 1] ?? 0);
  if (!hidden.includes(1)) return text;
  const mark = bytesOf(replacement);
  let result = '';
  for (let index = 0; index < bytes.length; index++) {
    if (hidden[index] === 0) result += bytes.charAt(index);
    else if (hidden[index - 1] !== 1) result += mark;
  }
  return textOf(result);
}
