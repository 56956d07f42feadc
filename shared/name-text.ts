// C0, DEL, C1, and what changes the direction or is not seen at all (Unicode, categories Cc and Cf).
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** The name of a file, in which nothing is hidden: what would not be seen, or would turn the letters around, is written as its number. */
export function nameText(name: string): string {
  return name.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
