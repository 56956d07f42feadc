import { readAddress } from '../../../shared/address.ts';
import { type Connection, type ConnectionForm, emptyForm } from '../../../shared/contract/connections.ts';
import { isSameDestination } from '../../../shared/destination.ts';
import { isLoopback } from '../../../shared/loopback.ts';
import { aliasOfHost } from '../../../shared/products/products.ts';
import { connectionOf } from '../form.ts';
import { storeSecrets } from '../form-secrets.ts';
import type { ConnectionPorts, SavePorts } from '../ports.ts';
import { answeringUrl } from '../try-address.ts';
import { type FoundRegistry, findRegistries } from './find.ts';
import { helperOf, idOf, isSaved, savedAs, signInOf } from './importable.ts';
import { importSources } from './sources.ts';

type ApplyPorts = ConnectionPorts & Pick<SavePorts, 'runs'>;

/** ms to find out whether a registry speaks https. */
const TIMEOUT = 5_000;

/** The saved registry whose password ended with the last session. One with another destination than the other tool's gets no password by an import. */
function lostBy(ports: ConnectionPorts, found: FoundRegistry): Connection | undefined {
  const usual = { ca: found.ca.trim(), fingerprint: '', trustedRealms: [], proxy: { kind: 'system', url: '', username: '' } } as const;
  return savedAs(ports, found).find(
    (saved) => saved.secret === 'session' && isSameDestination(saved, { ...usual, trustedRealms: [], url: saved.url }),
  );
}

function secretOf({ credential }: FoundRegistry): string {
  switch (credential?.kind) {
    case 'password':
      return credential.password;
    case 'identity':
    case 'token':
      return credential.token;
    default:
      return '';
  }
}

/** https, unless the other tool may use plain http and nothing speaks https there. Only `/v2/` is asked, without any sign-in. */
async function urlOf(ports: ConnectionPorts, found: FoundRegistry): Promise<string | undefined> {
  const [first, plain] = readAddress(found.address)?.urls ?? [];
  // Container engines use plain http on loopback by default.
  const mayBePlain = found.insecure || (first !== undefined && isLoopback(first));
  if (first === undefined || plain === undefined || !mayBePlain) return first;
  const form = { ...emptyForm, address: first, ca: found.ca };
  return answeringUrl(ports, { form }, [first, plain], AbortSignal.timeout(TIMEOUT));
}

function nameOf({ address, namespace }: FoundRegistry): string {
  const name = aliasOfHost(address)?.name ?? address.replace(/^https?:\/\//, '');
  return (namespace === '' ? name : `${name}/${namespace}`).slice(0, 200);
}

const formOf = (found: FoundRegistry, place: 'keychain' | 'session'): ConnectionForm => ({
  ...emptyForm,
  name: nameOf(found),
  signIn: signInOf(found),
  username: found.username,
  helper: helperOf(found),
  password: secretOf(found),
  remember: place === 'keychain',
  ca: found.ca,
});

/** The connection with its secrets stored; undefined for what has no usable address. @throws Failure KEYCHAIN. */
async function importOne(ports: ApplyPorts, found: FoundRegistry, place: 'keychain' | 'session'): Promise<Connection | undefined> {
  const url = await urlOf(ports, found);
  if (url === undefined) return undefined;
  const form = formOf(found, place);
  const known = lostBy(ports, found);
  if (known) {
    const again: Connection = { ...known, secret: place };
    await storeSecrets(ports, known, again, form);
    ports.clients.retire(known.id, ports.runs.idle());
    return again;
  }
  const connection = connectionOf(ports, { form }, url);
  await storeSecrets(ports, undefined, connection, form);
  return connection;
}

/** Saves the chosen registries; passwords go to the keychain, or where there is none stay in memory. `failed` are addresses. */
export async function importRegistries(
  ports: ApplyPorts,
  ids: readonly string[],
): Promise<{ connections: Connection[]; failed: string[] }> {
  const { registries } = await findRegistries(importSources());
  const place = (await ports.secrets.obstacle()) === undefined ? 'keychain' : 'session';
  const connections: Connection[] = [];
  const failed: string[] = [];
  for (const found of registries.filter((candidate) => ids.includes(idOf(candidate)))) {
    if (await isSaved(ports, found)) continue;
    // One after the other: what was saved stays saved if the next one fails.
    const connection = await importOne(ports, found, place).catch(() => undefined);
    if (!connection) {
      failed.push(found.address);
      continue;
    }
    const others = ports.document.connections.filter(({ id }) => id !== connection.id);
    ports.document.connections = [...others, connection];
    connections.push(connection);
  }
  return { connections, failed };
}
