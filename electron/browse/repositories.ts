import type { ListCut } from '../../shared/contract/base.ts';
import type { CatalogEvent } from '../../shared/contract/repositories.ts';
import { joinNames } from '../../shared/name-lines.ts';
import { isRepository } from '../../shared/oci/reference.ts';
import type { RegistryClient } from '../registry/client.ts';
import { growing } from '../registry/http/growing.ts';

/** Repository names as they arrive. @throws Failure UNSUPPORTED for a registry that lists none. */
export async function* listRepositories(client: RegistryClient, signal: AbortSignal | undefined): AsyncGenerator<CatalogEvent> {
  let cut: ListCut | undefined;
  for await (const page of growing(client.repositories(signal))) {
    cut ??= page.cut;
    yield { kind: 'page', names: joinNames(page.names.filter(isRepository)) };
  }
  yield { kind: 'end', ...(cut ? { cut } : {}) };
}

/** How many tags a repository has. */
export async function countTags(client: RegistryClient, repository: string, signal: AbortSignal | undefined): Promise<number> {
  let count = 0;
  for await (const page of client.tags(repository, signal)) count += page.names.length;
  return count;
}
