import type { TFunction } from 'i18next';
import type { Change } from '../../../shared/contract/history.ts';
import { displayText } from '../../../shared/text.ts';

/** What a change was, in one sentence. */
export function changeText(t: TFunction, { what, tag, from, moves }: Change): string {
  const values = { tag: displayText(tag), from: displayText(from ?? ''), count: moves.length };
  return t(`history.what.${what}`, values);
}

/** Whether a change matches what was typed: in its tags, repository, registry or digests. */
export function matchesChange({ repository, connection, tag, from, moves }: Change, typed: string): boolean {
  const text = [repository, connection.name, connection.url, tag, from, ...moves.flatMap((move) => [move.tag, move.before, move.after])];
  const needle = typed.trim().toLowerCase();
  return needle === '' || text.some((part) => part?.toLowerCase().includes(needle));
}
