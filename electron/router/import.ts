import { type Connection, emptyForm } from '../../shared/contract/connections.ts';
import type { Importable } from '../../shared/contract/import.ts';
import { isSameDestination } from '../../shared/destination.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { aliasOfHost } from '../../shared/products/products.ts';
import { readAddress } from '../connections/address.ts';
import { connectionOf } from '../connections/form.ts';
import { storeSecrets } from '../connections/form-secrets.ts';
import { type FoundRegistry, findRegistries } from '../connections/import/find.ts';
import { importSources } from '../connections/import/sources.ts';
import { answeringUrl } from '../connections/try-address.ts';
import { implementation, type Services } from './base.ts';

const signInOf = ({ credential }: FoundRegistry): Connection['signIn'] => credential?.kind ?? 'none';
const helperOf = ({ credential }: FoundRegistry): string => (credential?.kind === 'helper' ? credential.helper : '');

const idOf = (found: FoundRegistry): string => [found.address, found.namespace, found.username, helperOf(found)].join(' ');

/** The saved registries that this one already is: the same address, account and part of the registry. */
function savedAs(services: Services, found: FoundRegistry): Connection[] {
  const urls = readAddress(found.address)?.urls ?? [];
  return services.document.connections.filter(
    (saved) =>
      urls.includes(saved.url) &&
      saved.signIn === signInOf(found) &&
      (saved.username === found.username || saved.signIn === 'helper') &&
      saved.name.endsWith(found.namespace),
  );
}

/** Whether there is nothing to take over: it is saved, and its password was not lost with the session that it was kept for. */
async function isSaved(services: Services, found: FoundRegistry): Promise<boolean> {
  for (const { id, secret } of savedAs(services, found))
    if (secret !== 'session' || (await services.secrets.get(id, 'password', 'session')) !== undefined) return true;
  return false;
}

/** The saved registry that lost its password with the last session. One that goes another way than the other tool does gets none by an import. */
function lostBy(services: Services, found: FoundRegistry): Connection | undefined {
  const usual = { ca: found.ca.trim(), fingerprint: '', trustedRealms: [], proxy: { kind: 'system', url: '', username: '' } } as const;
  return savedAs(services, found).find(
    (saved) => saved.secret === 'session' && isSameDestination(saved, { ...usual, trustedRealms: [], url: saved.url }),
  );
}

async function shown(services: Services, found: FoundRegistry): Promise<Importable> {
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
    saved: await isSaved(services, found),
  };
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

/** https, unless the other tool may do without and nothing speaks it there: to find out, `/v2/` is asked for, without any sign-in. */
async function urlOf(services: Services, found: FoundRegistry): Promise<string | undefined> {
  const [first, plain] = readAddress(found.address)?.urls ?? [];
  // Container engines take loopback for granted to be without.
  const mayDoWithout = found.insecure || (first !== undefined && isLoopback(first));
  if (first === undefined || plain === undefined || !mayDoWithout) return first;
  const form = { ...emptyForm, address: first, ca: found.ca };
  return answeringUrl(services, { form }, [first, plain], AbortSignal.timeout(5_000));
}

async function takeOver(services: Services, found: FoundRegistry, place: 'keychain' | 'session'): Promise<Connection | undefined> {
  const url = await urlOf(services, found);
  if (url === undefined) return undefined;
  const secret = secretOf(found);
  const name = aliasOfHost(found.address)?.name ?? found.address.replace(/^https?:\/\//, '');
  const known = lostBy(services, found);
  if (known) {
    const again: Connection = { ...known, secret: place };
    await storeSecrets(services, known, again, { ...emptyForm, password: secret });
    services.clients.retire(known.id, services.runs.idle());
    return again;
  }
  const form = {
    ...emptyForm,
    name: (found.namespace === '' ? name : `${name}/${found.namespace}`).slice(0, 200),
    signIn: signInOf(found),
    username: found.username,
    helper: helperOf(found),
    password: secret,
    remember: place === 'keychain',
    ca: found.ca,
  };
  const connection = connectionOf(services, { form }, url);
  await storeSecrets(services, undefined, connection, form);
  return connection;
}

async function apply(services: Services, ids: readonly string[]): Promise<{ connections: Connection[]; failed: string[] }> {
  const { registries } = await findRegistries(importSources());
  const place = (await services.secrets.availability()).available ? 'keychain' : 'session';
  const connections: Connection[] = [];
  const failed: string[] = [];
  for (const found of registries.filter((candidate) => ids.includes(idOf(candidate)))) {
    if (await isSaved(services, found)) continue;
    // One after the other: what was saved stays saved if the next one fails.
    const connection = await takeOver(services, found, place).catch(() => undefined);
    if (!connection) {
      failed.push(found.address);
      continue;
    }
    const others = services.document.connections.filter(({ id }) => id !== connection.id);
    services.document.connections = [...others, connection];
    connections.push(connection);
  }
  return { connections, failed };
}

export const imports = {
  sources: implementation.import.sources.handler(() => ({ paths: importSources().map(({ path }) => path) })),
  find: implementation.import.find.handler(async ({ context }) => {
    const { registries, problems } = await findRegistries(importSources());
    return { registries: await Promise.all(registries.map((found) => shown(context, found))), problems: [...problems] };
  }),
  apply: implementation.import.apply.handler(({ input, context }) => apply(context, input.ids)),
};
