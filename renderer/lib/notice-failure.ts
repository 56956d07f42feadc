import type { TFunction } from 'i18next';
import { readFailure } from '../../shared/shown-failure.ts';
import { displayText } from '../../shared/text.ts';
import { failureText } from './failure-text.ts';
import { notice } from './notice.ts';

/** Says in a notice why something failed that has no place of its own on the page. */
export function noticeFailure(t: TFunction, error: unknown): void {
  const { title, detail } = failureText(t, readFailure(error));
  notice(displayText(title), displayText(detail));
}
