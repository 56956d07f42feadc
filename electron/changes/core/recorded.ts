import type { Change, ChangeBegin, EndState } from '../../../shared/contract/history.ts';
import { Failure } from '../../../shared/errors.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { outcomeOf, watched } from './outcome.ts';
import type { ChangePorts } from './ports.ts';
import type { StepLog } from './step-log.ts';

export type Begin = Omit<ChangeBegin, 'connection'> & { readonly connectionId: string };

type Ending<T> = { readonly result: T; readonly state: EndState };

/** @throws Failure FORBIDDEN: a read-only connection is refused here, whatever the page shows. */
export function writableClient(ports: ChangePorts, connectionId: string): RegistryClient {
  const connection = ports.clients.connection(connectionId);
  if (connection.readOnly) throw new Failure('FORBIDDEN', { host: new URL(connection.url).host, action: 'change', by: 'read-only' });
  return ports.clients.of(connectionId);
}

/**
 * Carries out a change that is in the history from before its first request. @throws what the work throws, after the registry was asked what
 * became of the tags and that was noted.
 */
export async function recorded<T>(
  ports: ChangePorts,
  { connectionId, ...begin }: Begin,
  work: (stepLog: StepLog) => Promise<Ending<T>>,
): Promise<{ result: T; change: Change }> {
  const { id, name, url } = ports.clients.connection(connectionId);
  // The registry may be removed under way: what began has to end all the same.
  const place = { client: ports.clients.of(connectionId), repository: begin.repository };
  const open = await ports.history.begin({ ...begin, connection: { id, name, url } });
  const { stepLog, touched, moves } = watched(open, begin.moves);
  try {
    const { result, state } = await work(stepLog);
    return { result, change: await open.end(state) };
  } catch (error) {
    await open.end(await outcomeOf(place, moves, touched, error).catch((): EndState => 'unknown'));
    throw error;
  }
}

/** Takes a change up again that waits for a decision, under its own name: until the work ends it, it waits as before. @throws what the work throws. */
export async function continued<T>(
  ports: ChangePorts,
  change: Change,
  work: (stepLog: StepLog) => Promise<Ending<T>>,
): Promise<{ result: T; change: Change }> {
  const open = await ports.history.resume(change.id);
  try {
    const { result, state } = await work(open);
    return { result, change: await open.end(state) };
  } catch (error) {
    await open.end(change.state === 'unknown' ? 'unknown' : 'interrupted');
    throw error;
  }
}
