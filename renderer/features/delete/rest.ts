import type { TFunction } from 'i18next';
import type { DeleteItem, DeletePurpose } from '../../../shared/contract/delete.ts';
import { isDeletion, type RunAbout } from '../../../shared/contract/runs.ts';
import { reasonText } from '../../lib/run-words.ts';
import type { DeleteTarget } from './queries.ts';

/** How many tags were not tried, by the reason as a person reads it. */
export function notTriedBy(t: TFunction, items: readonly DeleteItem[]): ReadonlyMap<string, number> {
  const by = new Map<string, number>();
  for (const { state, failure } of items) {
    if (state !== 'not-tried') continue;
    const why = failure ? reasonText(t, failure) : t('delete.notTriedStopped');
    by.set(why, (by.get(why) ?? 0) + 1);
  }
  return by;
}

/** What the dialog of a deletion is opened with. */
type Rest = {
  readonly kind: 'delete';
  readonly connectionId: string;
  readonly targets: readonly DeleteTarget[];
  readonly untagOnly: boolean;
  readonly purpose: DeletePurpose;
};

/** The dialog that deletes what a run has not tried; undefined where it has tried everything. */
export function restOf(about: RunAbout, items: readonly DeleteItem[]): Rest | undefined {
  if (!isDeletion(about)) return undefined;
  const tags = new Map<string, string[]>();
  for (const { repository, tag, state } of items) if (state === 'not-tried') tags.set(repository, [...(tags.get(repository) ?? []), tag]);
  if (tags.size === 0) return undefined;
  const targets = [...tags].map(([repository, left]) => ({ repository, tags: left }));
  return { kind: 'delete', connectionId: about.connectionId, targets, untagOnly: about.untagOnly, purpose: about.kind };
}
