import type { LookupFunction } from 'node:net';
import type { RegistryClient } from '../../../electron/registry/client.ts';
import type { Credential, Endpoint } from '../../../electron/registry/endpoint.ts';
import { putImage, SampleStore } from '../../../electron/sample/store.ts';
import { connect as connectTo } from '../connect.ts';
import { started } from '../started.ts';
import type { Behaviour } from './behaviour.ts';
import { RegistryDouble } from './double.ts';

export const password = { kind: 'password', username: 'sample', password: 'sample' } as const satisfies Credential;

/** A client that is closed after the test. */
export function connect(url: string, credential?: Credential, extra: Partial<Endpoint> = {}, lookup?: LookupFunction): RegistryClient {
  const client = connectTo(url, credential, extra, lookup ? { lookup } : {});
  started({ stop: () => client.close() });
  return client;
}

/** A store whose `team/api` has an image under each of these tags. */
function storeWith(tags: readonly string[]): SampleStore {
  const store = new SampleStore();
  for (const tag of tags)
    putImage(
      store.repository('team/api'),
      {
        layers: [{ instruction: 'RUN x', size: 10, seed: tag }],
        created: '2026-01-01T00:00:00Z',
        platform: { os: 'linux', architecture: 'amd64' },
      },
      [tag],
    );
  return store;
}

/** A registry that behaves like this, stopped after the test. */
export async function startRegistry(
  behaviour: Partial<Behaviour> = {},
  tags: readonly string[] = ['a', 'b', 'c', 'd', 'e'],
): Promise<RegistryDouble> {
  const registry = started(new RegistryDouble(storeWith(tags), behaviour));
  await registry.start();
  return registry;
}

/** Every tag of `team/api`, and whether the list was cut. */
export async function listTags(client: RegistryClient): Promise<{ names: string[]; cut: string | undefined }> {
  const names: string[] = [];
  let cut: string | undefined;
  for await (const page of client.tags('team/api')) {
    names.push(...page.names);
    cut ??= page.cut;
  }
  return { names, cut };
}
