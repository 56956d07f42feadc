import type { TFunction } from 'i18next';
import type { DeleteOutcome, Obstacle, SinglePlan } from '../../../shared/contract/delete.ts';

/** Why something cannot be done here, and what would have to change. */
export function obstacleText(t: TFunction, obstacle: Obstacle, plan: SinglePlan): string {
  const indexes = plan.indexes.map((index) => index.tags[0] ?? index.digest.slice(0, 19)).join(', ');
  return t(`delete.obstacle.${obstacle}`, { indexes, unread: plan.tagsUnread.length });
}

/** What the registry then said is true, in one sentence. */
export function outcomeText(t: TFunction, tag: string, outcome: DeleteOutcome): string {
  return t(`delete.outcome.${outcome.tag}`, { tag });
}
