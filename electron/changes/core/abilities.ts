import { randomBytes } from 'node:crypto';
import type { RegistryAbilities } from '../../../shared/contract/connections.ts';
import { isFailure } from '../../../shared/errors.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { Ability, DeleteProbe } from './probe.ts';

/** The digest of the first tag, because some registries answer for what they have alone; else one that nothing has. */
async function anyDigest(client: RegistryClient, repository: string, signal: AbortSignal | undefined): Promise<string> {
  for await (const { names } of client.tags(repository, signal)) {
    const [tag] = names;
    const head = tag === undefined ? undefined : await client.head(repository, tag, signal);
    if (head) return head.digest;
  }
  return `sha256:${randomBytes(32).toString('hex')}`;
}

/** Whether the registry has the referrers API (distribution-spec 1.1, "Listing Referrers"). */
async function askReferrers(client: RegistryClient, repository: string, signal: AbortSignal | undefined): Promise<Ability> {
  try {
    const answer = await client.referrers(repository, await anyDigest(client, repository, signal), signal);
    return answer === undefined ? 'refused' : 'works';
  } catch (error) {
    if (isFailure(error, 'FORBIDDEN') || isFailure(error, 'UNAUTHORIZED')) return 'no-permission';
    if (isFailure(error, 'REGISTRY') || isFailure(error, 'NOT_FOUND')) return 'unknown';
    throw error;
  }
}

/**
 * What a registry allows, tried on one of its repositories without changing anything. Without a repository nothing is asked, and what is known
 * from deletions before is told.
 */
export async function registryAbilities(
  { probe, client }: { readonly probe: DeleteProbe; readonly client: RegistryClient },
  { id, repository }: { readonly id: string; readonly repository?: string | undefined },
  signal: AbortSignal | undefined,
): Promise<RegistryAbilities> {
  if (repository === undefined) return { ...probe.knownOf(id), referrers: 'unknown' };
  const [deletes, referrers] = await Promise.all([probe.ask(client, id, repository, signal), askReferrers(client, repository, signal)]);
  return { ...deletes, referrers };
}
