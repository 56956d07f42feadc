import type { DeleteItem } from '../../../shared/contract/delete.ts';
import { asValue } from '../../../shared/errors.ts';

/** What is known of the tags of one repository when the work in it breaks off. */
type Reached = {
  /** Tags whose outcome was reported. */
  readonly told: ReadonlySet<string>;
  /** Tags about which a deciding request was sent. */
  readonly touched: ReadonlySet<string>;
};

/** The outcome of the tags that nothing was reported of: unknown where something was sent, else not tried. */
export function itemsLeft(repository: string, tags: readonly string[], { told, touched }: Reached, error: unknown): DeleteItem[] {
  const failure = asValue(error);
  return tags
    .filter((tag) => !told.has(tag))
    .map((tag) => ({ repository, tag, state: touched.has(tag) ? 'unknown' : 'not-tried', failure }));
}
