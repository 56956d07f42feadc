import type { ConnectionOutcome } from '../../shared/contract/connections.ts';
import { asValue, isFailure, isUnanswered } from '../../shared/errors.ts';

type Kind = ConnectionOutcome['kind'];

/**
 * What one exchange with a registry tells of the connection to it; undefined where it tells nothing. `signsIn`: the connection has a sign-in,
 * so that a refused one is about it and not about one repository.
 */
export function outcomeOf(error: unknown, signsIn: boolean): Kind | undefined {
  if (error === undefined) return 'answered';
  // Stopped by the person.
  if (!isFailure(error)) return undefined;
  if (isUnanswered(error) || isFailure(error, 'TLS')) return 'unreachable';
  if (isFailure(error, 'KEYCHAIN')) return undefined;
  if (!isFailure(error, 'UNAUTHORIZED')) return 'answered';
  return signsIn ? 'refused' : undefined;
}

/** What the exchanges with each registry came to last. Only what differs from before is told on. */
export class Outcomes {
  private readonly last = new Map<string, Kind>();
  private readonly tell: (outcome: ConnectionOutcome) => void;

  constructor(tell: (outcome: ConnectionOutcome) => void) {
    this.tell = tell;
  }

  /** Notes how an exchange ended: with an error, or without. */
  note(connectionId: string, signsIn: boolean, error: unknown): void {
    const kind = outcomeOf(error, signsIn);
    if (kind === undefined || this.last.get(connectionId) === kind) return;
    this.last.set(connectionId, kind);
    this.tell({ connectionId, kind, ...(kind === 'answered' ? {} : { failure: asValue(error) }) });
  }

  /** Forgets a connection, because it was changed. */
  forget(connectionId: string): void {
    this.last.delete(connectionId);
  }
}
