import { isUnanswered } from '../../shared/errors.ts';
import { readFailure, type ShownFailure } from '../../shared/shown-failure.ts';

/** Whether asking again may find it back: not where something answers there that is no registry. */
function isAway(failure: ShownFailure): boolean {
  const answers = failure.code === 'NETWORK' && (failure.data.reason === 'not-http' || failure.data.reason === 'headers-too-large');
  return isUnanswered(failure) && !answers;
}

const LOOK_AGAIN = 10_000;

/** ms until a registry that could not be reached is tried again; false for failures that another request would not fix or would make worse. */
export function whileAway(error: unknown): number | false {
  return error && isAway(readFailure(error)) ? LOOK_AGAIN : false;
}

/** Whether the application was out of reach, so that a command was never sent. */
export function wasNotSent(error: unknown): boolean {
  const { code, data } = readFailure(error);
  return code === 'DISCONNECTED' && !data.sent;
}
