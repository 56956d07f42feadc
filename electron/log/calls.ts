import { assertNever } from '../../shared/assert-never.ts';
import { Failure } from '../../shared/errors.ts';
import { type Fields, type Log, placesOf } from './log.ts';

/** Parts of a failure that tell what kind it is. A registry's own words are left out. */
const TOLD = ['host', 'reason', 'status', 'action', 'by', 'what', 'where', 'why', 'feature'] as const;

function fieldsOf({ code, data }: Failure): Fields {
  const known = data as Readonly<Record<string, unknown>>;
  const told = TOLD.flatMap((key) => {
    const value = known[key];
    return typeof value === 'string' || typeof value === 'number' ? [[key, value] as const] : [];
  });
  return { code, ...Object.fromEntries(told) };
}

/** How the call of a procedure ended: `left` by the page before its end, `refused` with its input, `failed` with a failure or a defect. */
export type CallEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'left' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'failed'; readonly error: unknown };

function logEnd(log: Log, end: CallEnd, call: Fields): void {
  switch (end.kind) {
    case 'done':
      return log.debug('call', call);
    case 'left':
      return log.debug('call-left', call);
    case 'refused':
      return log.info('call-refused', { ...call, code: end.code });
    case 'failed':
      if (end.error instanceof Failure) return log.info('call-failed', { ...call, ...fieldsOf(end.error) });
      return log.error('defect', { ...call, ...placesOf(end.error) });
    default:
      return assertNever(end);
  }
}

/** Begins to time a call; what it gives back logs its end. */
export function logCall(log: Log, path: readonly string[]): (end: CallEnd) => void {
  const started = performance.now();
  return (end) => logEnd(log, end, { call: path.join('.'), ms: Math.round(performance.now() - started) });
}
