import { readFailure } from '../../shared/shown-failure.ts';
import { client } from './client.ts';
import { queryClient } from './query-client.ts';

async function trust(id: string, host: string): Promise<void> {
  await client.connections.trustRealm({ id, host });
  await queryClient.invalidateQueries();
}

/** The handler that lets a registry's password go to the token service which the failure names; nothing where it names none. */
export function trustHandler(connectionId: string, error: unknown): { 'trust-realm'?: () => void } {
  const failure = error ? readFailure(error) : undefined;
  const host = failure?.code === 'UNAUTHORIZED' && failure.data.reason === 'foreign-realm' ? failure.data.realm : undefined;
  // If it cannot be saved, the next answer of the registry leads to the same question.
  return host === undefined ? {} : { 'trust-realm': () => void trust(connectionId, host).catch(() => {}) };
}
