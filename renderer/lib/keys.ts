/** Keys whose sign is not their name: what is on the key, on a Mac and elsewhere. What is read aloud is in `keys` of the words. */
const SIGNS = {
  mod: ['⌘', 'Ctrl'],
  shift: ['⇧', 'Shift'],
  alt: ['⌥', 'Alt'],
  up: ['↑', '↑'],
  down: ['↓', '↓'],
  left: ['←', '←'],
  right: ['→', '→'],
  enter: ['↵', '↵'],
  space: ['Space', 'Space'],
  home: ['Home', 'Home'],
  end: ['End', 'End'],
  pageUp: ['PgUp', 'PgUp'],
  pageDown: ['PgDn', 'PgDn'],
  delete: ['⌫', 'Del'],
  escape: ['Esc', 'Esc'],
  slash: ['/', '/'],
  question: ['?', '?'],
  comma: [',', ','],
  greater: ['>', '>'],
  openBracket: ['[', '['],
  closeBracket: [']', ']'],
} as const;

type NamedKey = keyof typeof SIGNS;

/** One key of a chord: its sign, and the name that it is read aloud by where the sign is not read as one. */
export type Key = { readonly sign: string; readonly name: NamedKey | undefined };

const isNamed = (key: string): key is NamedKey => Object.hasOwn(SIGNS, key);

/** The chords of a shortcut: `mod shift Z | mod Y` is two. */
export function chordsOf(keys: string, isMac: boolean): Key[][] {
  return keys
    .split(' | ')
    .map((chord) =>
      chord.split(' ').map((key) => (isNamed(key) ? { sign: SIGNS[key][isMac ? 0 : 1], name: key } : { sign: key, name: undefined })),
    );
}
