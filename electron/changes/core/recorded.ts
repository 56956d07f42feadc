import type { Change, EndState } from '../../../shared/contract/history.ts';
import { untaggedIn } from '../../../shared/deletion.ts';
import { Failure } from '../../../shared/errors.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { begunAt } from './begun.ts';
import { outcomeOf, watched } from './outcome.ts';
import type { ChangeBegin, ChangePorts } from './ports.ts';
import type { StepLog } from './step-log.ts';

export type Begin = Omit<ChangeBegin, 'connection'> & { readonly connectionId: string };

type Ending<T> = { readonly result: T; readonly state: EndState };
type Work<T> = (stepLog: StepLog) => Promise<Ending<T>>;
type Recorded<T> = Promise<{ readonly result: T; readonly change: Change }>;

/** @throws Failure FORBIDDEN: a read-only connection is refused here, whatever the page shows. */
export function writableClient(ports: ChangePorts, connectionId: string): RegistryClient {
  const connection = ports.clients.connection(connectionId);
  // What began while changes were allowed goes on.
  if (ports.clients.isReadOnly(connectionId, begunAt()))
    throw new Failure('FORBIDDEN', { host: new URL(connection.url).host, action: 'change', by: 'read-only' });
  return ports.clients.of(connectionId);
}

type Listener = (changeId: string) => void;

/**
 * Carries out a change that is in the history from before its first request; `onBegun` gets its id there. Work that fails while `isLeft` says that
 * the application ends and a later start can complete it waits for a decision. @throws what the work throws, after the registry was asked what
 * became of the tags and that was noted.
 */
export const recorded = <T>(ports: ChangePorts, begin: Begin, work: Work<T>, onBegun?: Listener, isLeft = () => false): Recorded<T> =>
  ports.runs.hold([begin.connectionId], record(ports, begin, work, { onBegun, isLeft }));

async function record<T>(
  ports: ChangePorts,
  { connectionId, ...begin }: Begin,
  work: Work<T>,
  { onBegun, isLeft }: { readonly onBegun: Listener | undefined; readonly isLeft: () => boolean },
): Recorded<T> {
  const { id, name, url } = ports.clients.connection(connectionId);
  // The connection may be removed meanwhile: a change that has begun must still end.
  const place = { client: ports.clients.of(connectionId), repository: begin.repository };
  const untagged = untaggedIn(begin.moves.map(({ tag }) => tag));
  const open = await ports.history.begin({ ...begin, ...untagged, connection: { id, name, url } });
  onBegun?.(open.id);
  const { stepLog, touched, moves } = watched(open, begin.moves);
  try {
    const { result, state } = await work(stepLog);
    return { result, change: await open.end(state) };
  } catch (error) {
    const outcome = await outcomeOf(place, moves, touched, error).catch((): EndState => 'unknown');
    await open.end(isLeft() && outcome !== 'unknown' ? 'interrupted' : outcome);
    throw error;
  }
}

/** Continues a change that waits for a decision, under its own id. Until the work ends, it still waits. @throws what the work throws. */
export const continued = <T>(ports: ChangePorts, change: Change, work: Work<T>): Recorded<T> =>
  ports.runs.hold([change.connection.id], resume(ports, change, work));

async function resume<T>(ports: ChangePorts, change: Change, work: Work<T>): Recorded<T> {
  const open = await ports.history.resume(change.id);
  try {
    const { result, state } = await work(open);
    return { result, change: await open.end(state) };
  } catch (error) {
    await open.end(change.state === 'unknown' ? 'unknown' : 'interrupted');
    throw error;
  }
}
