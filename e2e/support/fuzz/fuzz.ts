/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const oneOf = <T>(random: Random, all: readonly T[], other: T): T => all[below(random, all.length)] ?? other;

const ODD = ['\0', '\ufeff', '\ud800', '\u202e', '\u001b[', '字', '"', '\\', '=', ',', ';', ' ', '\t', '\r\n', '1e400', '-1', '__proto__'];

function randomChars(random: Random): string {
  const length = below(random, 12);
  const top = random() < 0.8 ? 0x80 : random() < 0.5 ? 0x100 : 0x10000;
  return String.fromCharCode(...Array.from({ length }, () => below(random, top)));
}

/** Words of a parser, odd characters and anything, one after the other; now and then one of them many times. */
export function randomText(random: Random, words: readonly string[]): string {
  let text = '';
  for (let left = below(random, 20); left > 0; left--) {
    const kind = random();
    const piece = kind < 0.6 ? oneOf(random, words, '') : kind < 0.8 ? oneOf(random, ODD, '') : randomChars(random);
    text += random() < 0.02 ? piece.repeat(below(random, 2_000)) : piece;
  }
  return text;
}

/** Some JSON, of a parser's words. */
export function randomJson(random: Random, words: readonly string[], depth = 4): unknown {
  const kind = random();
  if (depth > 0 && kind < 0.45) {
    const entries = Array.from({ length: below(random, 7) }, () => [oneOf(random, words, 'x'), randomJson(random, words, depth - 1)]);
    return Object.fromEntries(entries);
  }
  if (depth > 0 && kind < 0.6) return Array.from({ length: below(random, 5) }, () => randomJson(random, words, depth - 1));
  return oneOf<unknown>(random, [null, true, 0, -1, 1.5, 2 ** 53, 1e308, '', oneOf(random, words, ''), randomText(random, words)], null);
}

/** A text with a few of its parts taken out, doubled, replaced, cut or repeated. */
export function mutated(random: Random, sample: string, words: readonly string[]): string {
  let text = sample;
  for (let left = 1 + below(random, 4); left > 0; left--) {
    const at = below(random, text.length + 1);
    const to = Math.min(text.length, at + below(random, 20));
    const part = text.slice(at, to);
    const put = [
      '',
      part + part,
      oneOf(random, words, ''),
      oneOf(random, ODD, ''),
      randomChars(random),
      part.repeat(below(random, random() < 0.05 ? 1_000 : 5)),
    ];
    text = random() < 0.1 ? text.slice(0, at) : text.slice(0, at) + oneOf(random, put, '') + text.slice(to);
  }
  return text;
}
