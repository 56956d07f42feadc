import type { Change, ChangeBegin, EndState } from '../../shared/contract/history.ts';
import { Failure } from '../../shared/errors.ts';
import type { Recorder } from '../changes/recorder.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { Services } from './base.ts';

export type Begin = Omit<ChangeBegin, 'connection'> & { readonly connectionId: string };

/** @throws Failure FORBIDDEN: a read-only connection is refused here, whatever the page shows. */
export function writableClient(services: Services, connectionId: string): RegistryClient {
  const connection = services.clients.connection(connectionId);
  if (connection.readOnly) throw new Failure('FORBIDDEN', { host: new URL(connection.url).host, action: 'change', by: 'read-only' });
  return services.clients.of(connectionId);
}

/** Carries out a change that is in the history from before its first request. @throws what the work throws, after it was noted as failed. */
export async function recorded<T>(
  services: Services,
  { connectionId, ...begin }: Begin,
  work: (recorder: Recorder) => Promise<{ readonly result: T; readonly state: EndState }>,
): Promise<{ result: T; change: Change }> {
  const { id, name, url } = services.clients.connection(connectionId);
  const open = await services.journal.begin({ ...begin, connection: { id, name, url } });
  try {
    const { result, state } = await work(open);
    return { result, change: await open.end(state) };
  } catch (error) {
    await open.end('failed').catch(() => {});
    throw error;
  }
}
