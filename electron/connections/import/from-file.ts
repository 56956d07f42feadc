import { type FileRegistry, fileRegistryOf } from '../../../shared/connections-file.ts';
import { type Connection, type ConnectionForm, emptyForm } from '../../../shared/contract/connections.ts';
import type { FileRow, FoundInFile } from '../../../shared/contract/import.ts';
import { confirmHelper, connectionOf } from '../form.ts';
import { forgetSecrets } from '../form-secrets.ts';
import type { SavePorts } from '../ports.ts';
import { putConnection } from '../saved.ts';
import { readConnectionsFile } from './connections-file.ts';

type Matched = { readonly registry: FileRegistry; readonly saved: Connection | undefined };

const isSameAccount = (one: FileRegistry, other: Connection): boolean =>
  one.url === other.url && one.signIn === other.signIn && one.username === other.username && one.helper === other.helper;

/** The saved registry that each entry means: each at most once, the most alike first. */
function matched(registries: readonly FileRegistry[], connections: readonly Connection[]): Matched[] {
  const left = new Set(connections.filter(({ sample }) => !sample));
  const found = new Map<FileRegistry, Connection>();
  const likenesses: readonly ((one: FileRegistry, other: Connection) => boolean)[] = [
    (one, other) => JSON.stringify(fileRegistryOf(other)) === JSON.stringify(one),
    (one, other) => isSameAccount(one, other) && one.name === other.name,
    (one, other) => one.url === other.url && one.name === other.name,
    isSameAccount,
  ];
  for (const isAlike of likenesses)
    for (const registry of registries) {
      const saved = found.has(registry) ? undefined : [...left].find((other) => isAlike(registry, other));
      if (!saved) continue;
      found.set(registry, saved);
      left.delete(saved);
    }
  return registries.map((registry) => ({ registry, saved: found.get(registry) }));
}

/** What of an entry is otherwise than it is saved. */
function differencesOf(registry: FileRegistry, saved: Connection): FileRow['differs'] {
  const before = fileRegistryOf(saved);
  return (Object.keys(before) as (keyof FileRegistry)[]).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(registry[key]));
}

function rowOf({ registry, saved }: Matched): FileRow {
  const { name, url, folder, signIn, username, helper, production, ca, fingerprint, trustedRealms, proxy } = registry;
  const differs = saved ? differencesOf(registry, saved) : [];
  return {
    ...{ name, url, folder, signIn, username, helper, production },
    state: !saved ? 'new' : differs.length === 0 ? 'same' : 'differs',
    differs,
    savedAs: saved?.name ?? '',
    hasAuthority: ca !== '' || fingerprint !== '',
    proxy: proxy.kind === 'given' ? proxy.url : '',
    realms: trustedRealms,
  };
}

/** What a file of registries has, beside what is saved. Contacts nothing. */
export function findInFile({ document }: Pick<SavePorts, 'document'>, text: string): FoundInFile {
  const read = readConnectionsFile(text);
  if ('problem' in read) return { registries: [], problem: read.problem };
  return { registries: matched(read.registries, document.connections).map(rowOf) };
}

const formOf = (registry: FileRegistry, saved: Connection | undefined): ConnectionForm => ({
  ...emptyForm,
  ...registry,
  address: registry.url,
  remember: saved?.secret !== 'session',
  proxyKind: registry.proxy.kind,
  proxyUrl: registry.proxy.url,
  proxyUsername: registry.proxy.username,
});

/** Saves one entry. A sign-in without its secret waits for it, and is never replaced by none. @throws Failure UNAUTHORIZED for a helper. */
async function importOne(ports: SavePorts, { registry, saved }: Matched): Promise<Connection> {
  const input = { id: saved?.id, form: formOf(registry, saved) };
  const described = connectionOf(ports, input, registry.url);
  await confirmHelper(ports, input, described);
  // What was saved for another destination is forgotten, also where the next secret will be kept in the same place.
  if (saved) await forgetSecrets(ports, saved, described);
  const waits = described.secret === 'none' && registry.signIn !== 'none' && registry.signIn !== 'helper';
  const { trustedRealms, pinned } = registry;
  const connection: Connection = { ...described, trustedRealms, pinned, ...(waits ? { secret: 'session' } : {}) };
  return putConnection(ports, saved, connection);
}

/** Saves the chosen entries of a file, by their places in it; `failed` are addresses. Contacts nothing. */
export async function importFile(
  ports: SavePorts,
  { text, rows }: { readonly text: string; readonly rows: readonly number[] },
): Promise<{ connections: Connection[]; failed: string[] }> {
  const read = readConnectionsFile(text);
  const connections: Connection[] = [];
  const failed: string[] = [];
  if ('problem' in read) return { connections, failed };
  const all = matched(read.registries, ports.document.connections);
  for (const one of rows.flatMap((index) => all[index] ?? [])) {
    // One after the other: what was saved stays saved if the next one fails.
    await importOne(ports, one).then(
      (connection) => connections.push(connection),
      () => failed.push(one.registry.url),
    );
  }
  return { connections, failed };
}
