import type { ListCut } from '../../shared/contract/base.ts';
import type { CatalogEvent } from '../../shared/contract/repositories.ts';
import { isRepository } from '../../shared/oci/reference.ts';
import type { RegistryClient } from '../registry/client.ts';
import { growing } from '../registry/http/growing.ts';
import { implementation } from './base.ts';

async function* listRepositories(client: RegistryClient, signal: AbortSignal | undefined): AsyncGenerator<CatalogEvent> {
  let cut: ListCut | undefined;
  for await (const page of growing(client.repositories(signal))) {
    cut ??= page.cut;
    yield { kind: 'page', names: page.names.filter(isRepository) };
  }
  yield { kind: 'end', ...(cut ? { cut } : {}) };
}

export const repositories = {
  list: implementation.repositories.list.handler(({ input, context, signal }) =>
    listRepositories(context.clients.of(input.connectionId), signal),
  ),
  tagCount: implementation.repositories.tagCount.handler(async ({ input, context, signal }) => {
    let count = 0;
    for await (const page of context.clients.of(input.connectionId).tags(input.repository, signal)) count += page.names.length;
    return { count };
  }),
};
