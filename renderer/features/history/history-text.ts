import type { TFunction } from 'i18next';
import type { Change } from '../../../shared/contract/history.ts';
import { displayText } from '../../../shared/text.ts';

/** What a change was, in one sentence. */
export function changeText(t: TFunction, { what, tag, from, tags }: Pick<Change, 'what' | 'tag' | 'from' | 'tags'>): string {
  return t(`history.what.${what}`, { tag: displayText(tag), from: displayText(from ?? ''), count: tags });
}
