/** What was typed into a list, and when the last character came. */
export type TypedAhead = { readonly text: string; readonly at: number };

/** ms after which the next character begins anew. */
const PAUSE = 700;

export const nothingTyped: TypedAhead = { text: '', at: 0 };

/** Whether a key is one that names what is looked for: `/` and `?` are shortcuts. */
export const isTypedAhead = (key: string): boolean => /^[\p{L}\p{N}._-]$/u.test(key);

/** Whether the next character belongs to what was typed: then it is no shortcut. */
export const isTyping = ({ text, at }: TypedAhead, now: number): boolean => text !== '' && now - at < PAUSE;

/** One character more. */
export function typeAhead(before: TypedAhead, key: string, now: number): TypedAhead {
  return { text: (isTyping(before, now) ? before.text : '') + key.toLowerCase(), at: now };
}

/** What to look for, and whether from the next line on: one letter, also if it is typed again and again, goes from hit to hit. */
function soughtBy({ text }: TypedAhead): { readonly text: string; readonly fromNext: boolean } {
  const [first = ''] = text;
  return text === first.repeat(text.length) ? { text: first, fromNext: true } : { text, fromNext: false };
}

/** The line that is meant by what was typed: from the cursor on, around the end, the next of `count` that begins so; undefined where none does. */
export function lineTyped(
  typed: TypedAhead,
  cursor: number,
  count: number,
  begins: (index: number, text: string) => boolean,
): number | undefined {
  const { text, fromNext } = soughtBy(typed);
  for (let step = 0; step < count; step++) {
    const index = (cursor + Number(fromNext) + step) % count;
    if (begins(index, text)) return index;
  }
  return undefined;
}
