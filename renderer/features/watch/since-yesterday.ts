import type { WatchChange } from '../../../shared/contract/watch.ts';

/** What was found since the beginning of yesterday, where the person is. `now` in ms since 1970. Pure. */
export function sinceYesterday(changes: readonly WatchChange[], now: number): readonly WatchChange[] {
  const day = new Date(now);
  const start = new Date(day.getFullYear(), day.getMonth(), day.getDate() - 1).getTime();
  return changes.filter(({ at }) => at >= start);
}
