import type { LongQuestion, Question } from './messages.ts';

const LONG: ReadonlySet<string> = new Set<LongQuestion['kind']>([
  'storage',
  'weigh',
  'layer-users',
  'known-layers',
  'layer-sharing',
  'file-users',
  'find',
  'suggest',
]);

/** Whether the answer takes long, and needs nothing but reading. */
export const isLong = (question: Question): question is LongQuestion => LONG.has(question.kind);
