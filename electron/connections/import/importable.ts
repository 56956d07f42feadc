import { readAddress } from '../../../shared/address.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { Importable, ImportProblem } from '../../../shared/contract/import.ts';
import type { ConnectionPorts } from '../ports.ts';
import { type FoundRegistry, findRegistries } from './find.ts';
import { importSources } from './sources.ts';

export const signInOf = ({ credential }: FoundRegistry): Connection['signIn'] => credential?.kind ?? 'none';
export const helperOf = ({ credential }: FoundRegistry): string => (credential?.kind === 'helper' ? credential.helper : '');

/** Tells a found registry from the others: by what it is for, not by where it was found. */
export const idOf = (found: FoundRegistry): string => [found.address, found.namespace, found.username, helperOf(found)].join(' ');

/** The saved registries that this one already is: the same address, account and part of the registry. */
export function savedAs({ document }: Pick<ConnectionPorts, 'document'>, found: FoundRegistry): Connection[] {
  const urls = readAddress(found.address)?.urls ?? [];
  return document.connections.filter(
    (saved) =>
      urls.includes(saved.url) &&
      saved.signIn === signInOf(found) &&
      (saved.username === found.username || saved.signIn === 'helper') &&
      saved.name.endsWith(found.namespace),
  );
}

/** Whether a saved registry has this address, however it signs in. */
const hasAddress = ({ document }: Pick<ConnectionPorts, 'document'>, { address }: Pick<FoundRegistry, 'address'>): boolean =>
  document.connections.some(({ url }) => readAddress(address)?.urls.includes(url));

/** Whether it is saved already, with a password that did not end with the session it was kept for. */
export async function isSaved(ports: Pick<ConnectionPorts, 'document' | 'secrets'>, found: FoundRegistry): Promise<boolean> {
  for (const { id, secret } of savedAs(ports, found))
    if (secret !== 'session' || (await ports.secrets.get(id, 'password', 'session')) !== undefined) return true;
  return false;
}

async function importableOf(ports: ConnectionPorts, found: FoundRegistry): Promise<Importable> {
  const saved = await isSaved(ports, found);
  return {
    id: idOf(found),
    address: found.address,
    namespace: found.namespace,
    signIn: signInOf(found),
    username: found.username,
    helper: helperOf(found),
    insecure: found.insecure,
    hasAuthority: found.ca !== '',
    sources: [...found.sources],
    saved,
    alike: !saved && hasAddress(ports, found),
  };
}

/** What other tools on this computer know, without any secret. */
export async function findImportable(ports: ConnectionPorts): Promise<{ registries: Importable[]; problems: ImportProblem[] }> {
  const { registries, problems } = await findRegistries(importSources());
  return { registries: await Promise.all(registries.map((found) => importableOf(ports, found))), problems: [...problems] };
}
