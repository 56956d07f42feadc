const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
// C0 (but tab and newline), DEL, C1, and the bidirectional controls that let text read other than it is.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from a registry, fit to be shown: without terminal escapes, control characters and bidirectional overrides. */
export function displayText(text: string): string {
  return text.replace(ANSI, '').replace(CONTROLS, '');
}

/** One word of a shell command, quoted where a shell would read more into it than a name. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The text without any `char` at its end. Takes no longer than the text is long, unlike an expression that ends in `+$`. */
export function withoutTrailing(text: string, char: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === char) end--;
  return text.slice(0, end);
}
