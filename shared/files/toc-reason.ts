import { z } from 'zod';

/** Why the table of contents of a layer is not used. */
const tocReasonSchema = z.enum([
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
]);

export type TocReason = z.infer<typeof tocReasonSchema>;
