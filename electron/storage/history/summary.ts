import { movesTags } from '../../../shared/change.ts';
import type { Change } from '../../../shared/contract/history.ts';
import type { ChangeBegin } from '../../changes/core/ports.ts';
import type { BeginLine, NewLine, UnreadLine } from './lines.ts';

/** Entries of one line: a line stays short, however many tags a change has. */
const A_LINE = 100;

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / A_LINE) }, (_, i) => all.slice(i * A_LINE, (i + 1) * A_LINE));
}

/** The lines with which the file of a change begins. */
export function beginLines(
  id: string,
  at: string,
  { moves, referrers = [], images = [], ...subject }: ChangeBegin,
): [Omit<BeginLine, 'v'>, ...NewLine[]] {
  return [
    { kind: 'begin', id, at, subject, tags: moves.length },
    ...chunks(moves).map((some): NewLine => ({ kind: 'moves', moves: some })),
    ...chunks(referrers).map((some): NewLine => ({ kind: 'referrers', referrers: some })),
    ...chunks(images).map((some): NewLine => ({ kind: 'images', images: some })),
  ];
}

/** A change as its first line tells of it. */
export const begun = ({ id, at, subject, tags }: Omit<BeginLine, 'v'>): Change => ({
  ...subject,
  id,
  at,
  state: 'running',
  tags,
  steps: 0,
  movedTags: false,
});

/** A change after one more line. Pure. */
export function after(change: Change, line: NewLine | UnreadLine): Change {
  switch (line.kind) {
    case 'step':
      return { ...change, steps: Math.max(change.steps, line.n + 1), movedTags: change.movedTags || movesTags(line.request) };
    case 'resume':
      return { ...change, state: 'running' };
    case 'end':
      return { ...change, state: line.state, ended: line.at };
    case 'unread':
      // A change whose end a later version recorded is not interrupted.
      return { ...change, movedTags: true, ...(line.what === 'end' ? { state: 'unrecognized' } : {}) };
    default:
      return change;
  }
}
