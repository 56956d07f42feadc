import type { Move } from './contract/history.ts';
import { protectedOf } from './pattern.ts';

/**
 * Tags that a change takes away from the image that they point to and that a pattern protects: overwritten or deleted. Their names have to be
 * typed. A new tag, and one that is unchanged, needs no confirmation.
 */
export const protectedMoves = (moves: readonly Move[], patterns: readonly string[]): string[] =>
  protectedOf(
    moves.filter(({ before, after }) => before !== null && before !== after).map(({ tag }) => tag),
    patterns,
  );
