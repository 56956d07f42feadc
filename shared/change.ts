import type { Change, ChangeStep } from './contract/history.ts';

/** Whether a change waits for the person to decide what becomes of it. */
export const isWaiting = ({ state }: Pick<Change, 'state'>): boolean => state === 'interrupted' || state === 'unknown';

/** Whether a request decides where a tag points; the others bring content or try what is allowed. */
export const movesTags = ({ why }: Pick<ChangeStep, 'why'>): boolean =>
  why === 'move' || why === 'replace' || why === 'remove' || why === 'restore';
