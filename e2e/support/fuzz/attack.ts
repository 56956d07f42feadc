import { createContext, Script } from 'node:vm';

// Finds texts on which a regular expression takes longer than its text is long. The texts come from the expression itself: for each part that
// repeats, what leads up to it, many times what it matches, and something that it does not match.

type Part =
  | { readonly kind: 'one'; readonly source: string }
  | { readonly kind: 'group'; readonly ways: readonly (readonly Part[])[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly min: number; readonly max: number }
  | { readonly kind: 'nothing' };

const NOTHING: Part = { kind: 'nothing' };

/** Reads a pattern (ECMA-262 "Patterns") as far as the sources use it. @throws Error for what it does not know, back-references among it. */
class PatternReader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  read(): Part {
    const ways = this.ways();
    if (this.at < this.text.length) throw new Error(`cannot read ${this.text} at ${this.at}`);
    return { kind: 'group', ways };
  }

  private ways(): Part[][] {
    const ways: Part[][] = [[]];
    while (this.at < this.text.length && this.text[this.at] !== ')') {
      if (this.text[this.at] === '|') {
        ways.push([]);
        this.at++;
      } else ways.at(-1)?.push(this.repeated(this.one()));
    }
    return ways;
  }

  private one(): Part {
    const char = this.text[this.at] ?? '';
    if (char === '(') return this.group();
    if (char === '[') return this.class();
    if (char === '\\') return this.escape();
    this.at++;
    return char === '^' || char === '$' ? NOTHING : { kind: 'one', source: char };
  }

  private group(): Part {
    const opening = /^\((?:\?(?::|<?[=!]|<\w+>))?/.exec(this.text.slice(this.at))?.[0] ?? '(';
    this.at += opening.length;
    const ways = this.ways();
    this.at++;
    return /[=!]$/.test(opening) ? NOTHING : { kind: 'group', ways };
  }

  private class(): Part {
    const start = this.at;
    while (this.text[this.at] !== ']') this.at += this.text[this.at] === '\\' ? 2 : 1;
    this.at++;
    return { kind: 'one', source: this.text.slice(start, this.at) };
  }

  private escape(): Part {
    const source = /^\\(?:u[0-9a-f]{4}|u\{[0-9a-f]+\}|x[0-9a-f]{2}|c[a-z]|p\{[^}]*\}|.)/i.exec(this.text.slice(this.at))?.[0] ?? '';
    if (/^\\[1-9k]/.test(source)) throw new Error(`back-reference in ${this.text}`);
    this.at += source.length;
    return /^\\[bB]$/.test(source) ? NOTHING : { kind: 'one', source };
  }

  private repeated(part: Part): Part {
    const [found, from, comma, to] = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})\??/.exec(this.text.slice(this.at)) ?? [];
    if (found === undefined) return part;
    this.at += found.length;
    const most = Number.POSITIVE_INFINITY;
    if (found.startsWith('*')) return { kind: 'repeat', part, min: 0, max: most };
    if (found.startsWith('+')) return { kind: 'repeat', part, min: 1, max: most };
    if (found.startsWith('?')) return { kind: 'repeat', part, min: 0, max: 1 };
    return { kind: 'repeat', part, min: Number(from), max: comma ? (to ? Number(to) : most) : Number(from) };
  }
}

const CANDIDATES = [
  ...'abnxzAZ019 \t\n\r',
  ...Array.from({ length: 128 }, (_, i) => String.fromCharCode(i)),
  '\u00a0',
  '\u009b',
  '\u202e',
  '字',
];
const WAYS = 10;
/** Shorter repetitions than this cost a constant. */
const LONG = 16;

/** Characters that the pattern tells apart: one of each kind that `source` matches. */
class Alphabet {
  private readonly tests: readonly RegExp[];
  private readonly kinds = new Map<string, string[]>();
  constructor(part: Part, flags: string) {
    const sources = new Set<string>();
    collect(part, sources);
    this.tests = [...sources].map((source) => new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, '')));
    for (const [i, source] of [...sources].entries()) this.kinds.set(source, this.choose(this.tests[i]));
  }

  of(source: string): readonly string[] {
    return this.kinds.get(source) ?? [];
  }

  /** One of each kind that there is. */
  get all(): readonly string[] {
    return this.choose(undefined);
  }

  private choose(matching: RegExp | undefined): string[] {
    const found = new Map<string, string>();
    for (const char of CANDIDATES) {
      const kind = this.tests.map((test) => (test.test(char) ? '1' : '0')).join('');
      if ((matching === undefined || matching.test(char)) && !found.has(kind)) found.set(kind, char);
    }
    return [...found.values()].slice(0, WAYS);
  }
}

function collect(part: Part, sources: Set<string>): void {
  if (part.kind === 'one') sources.add(part.source);
  if (part.kind === 'repeat') collect(part.part, sources);
  if (part.kind === 'group') for (const way of part.ways) for (const inner of way) collect(inner, sources);
}

/** Some of the texts that a part matches, the shortest first. */
function textsOf(part: Part, alphabet: Alphabet): readonly string[] {
  switch (part.kind) {
    case 'nothing':
      return [''];
    case 'one':
      return alphabet.of(part.source);
    case 'group':
      return [...new Set(part.ways.flatMap((way) => sequencesOf(way, alphabet)))].slice(0, 3 * WAYS);
    case 'repeat': {
      const once = textsOf(part.part, alphabet);
      const least = once.map((text) => text.repeat(part.min));
      return [...new Set(part.max > part.min ? [...least.slice(0, 2), ...once, ...least] : least)].slice(0, WAYS);
    }
  }
}

/** Texts of parts one after the other: one part at a time differs from the shortest. */
function sequencesOf(parts: readonly Part[], alphabet: Alphabet): string[] {
  const texts = parts.map((part) => textsOf(part, alphabet));
  const shortest = texts.map((all) => all[0] ?? '');
  const varied = texts.flatMap((all, i) => all.slice(1).map((text) => shortest.toSpliced(i, 1, text).join('')));
  return [...new Set([shortest.join(''), ...varied])].slice(0, 2 * WAYS);
}

type Repetition = { readonly before: string; readonly texts: readonly string[] };

/** Every part that may repeat often, with the shortest text that leads up to it. */
function* repetitions(part: Part, before: string, alphabet: Alphabet): Generator<Repetition> {
  if (part.kind === 'group') {
    for (const way of part.ways) {
      let upTo = before;
      for (const inner of way) {
        yield* repetitions(inner, upTo, alphabet);
        upTo += textsOf(inner, alphabet)[0] ?? '';
      }
    }
  } else if (part.kind === 'repeat') {
    if (part.max > LONG) yield { before, texts: textsOf(part.part, alphabet) };
    yield* repetitions(part.part, before, alphabet);
  }
}

/** Texts of `length` characters that may take the expression long. */
export function attacksOn(pattern: string, flags: string, length: number): string[] {
  const part = new PatternReader(pattern).read();
  const alphabet = new Alphabet(part, flags);
  const attacks = new Set<string>();
  for (const { before, texts } of repetitions(part, '', alphabet)) {
    const pumps = new Set([...texts, ...texts.map((text) => before + text), before].filter((text) => text !== ''));
    for (const pump of pumps) {
      const many = pump.repeat(Math.ceil(length / pump.length));
      for (const end of ['', ...alphabet.all]) attacks.add(before + many + end);
    }
  }
  return [...attacks];
}

/** ms in which all texts of one expression have to be done, or each is tried by itself; and ms for that one. */
const PATIENCE = 300;
const PATIENCE_FOR_ONE = 500;

const SCRIPT = new Script(`
  const slow = [];
  for (const text of texts) {
    let best = Infinity;
    // The quickest of three: another process may have had the machine.
    for (let i = 0; i < 3 && best > limit; i++) {
      const start = now();
      text.replace(expression, '');
      best = Math.min(best, now() - start);
    }
    if (best > limit) slow.push(text);
    if (slow.length > 0) break;
  }
  slow[0];
`);

/** The first of these texts on which the expression takes longer than `limit` ms; one that would not end is ended. */
export function slowestOf(pattern: string, flags: string, texts: readonly string[], limit: number): string | undefined {
  const expression = new RegExp(pattern, /[gy]/.test(flags) ? flags : `${flags}g`);
  const run = (some: readonly string[], timeout: number): string | undefined =>
    SCRIPT.runInContext(createContext({ texts: some, expression, limit, now: () => performance.now() }), { timeout }) as string | undefined;
  try {
    return run(texts, PATIENCE);
  } catch {
    for (const text of texts) {
      try {
        if (run([text], PATIENCE_FOR_ONE) !== undefined) return text;
      } catch {
        return text;
      }
    }
    return undefined;
  }
}
