/** Why the table of contents of a layer is not used; each is a word of both languages. */
export const tocReasons = [
  'too-large',
  'too-many-entries',
  'digest',
  'two-digests',
  'unreadable',
  'not-in-the-layer',
  'name-twice',
  'name-escapes',
  'name-too-long',
  'number',
  'kind',
  'position',
  'overlap',
] as const;

export type TocReason = (typeof tocReasons)[number];
