export type Piece = { readonly text: string; readonly isHit: boolean };

/** A text in pieces, those apart that contain what was looked for. Capitals make no difference. */
export function hitsIn(text: string, needle: string): readonly Piece[] {
  const wanted = needle.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Some letters have another length in lower case: then no piece can be told.
  if (wanted === '' || lower.length !== text.length) return text === '' ? [] : [{ text, isHit: false }];
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    if (at > from) pieces.push({ text: text.slice(from, at), isHit: false });
    from = at + wanted.length;
    pieces.push({ text: text.slice(at, from), isHit: true });
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isHit: false });
  return pieces;
}

/** A text in pieces, those apart that are part of one of these words or of several. */
export function hitsOfWords(text: string, words: readonly string[]): readonly Piece[] {
  if (words.length < 2) return hitsIn(text, words[0] ?? '');
  const isHit = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    let at = 0;
    for (const piece of hitsIn(text, word)) {
      if (piece.isHit) isHit.fill(true, at, at + piece.text.length);
      at += piece.text.length;
    }
  }
  const pieces: Piece[] = [];
  for (let from = 0, to = 0; from < text.length; from = to) {
    while (to < text.length && isHit[to] === isHit[from]) to++;
    pieces.push({ text: text.slice(from, to), isHit: isHit[from] === true });
  }
  return pieces;
}

/** Pieces of which every second one is a hit, as `fuzzyParts` has them. */
export const alternating = (parts: readonly string[]): readonly Piece[] =>
  parts.map((text, i) => ({ text, isHit: i % 2 === 1 })).filter(({ text }) => text !== '');

/** The pieces of the first `length` characters, and those of the rest: a hit across the border is in both. */
export function splitPieces(pieces: readonly Piece[], length: number): readonly [readonly Piece[], readonly Piece[]] {
  const head: Piece[] = [];
  const tail: Piece[] = [];
  let at = 0;
  for (const { text, isHit } of pieces) {
    const inHead = Math.max(0, Math.min(text.length, length - at));
    if (inHead > 0) head.push({ text: text.slice(0, inHead), isHit });
    if (inHead < text.length) tail.push({ text: text.slice(inHead), isHit });
    at += text.length;
  }
  return [head, tail];
}
