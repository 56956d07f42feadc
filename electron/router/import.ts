import { randomUUID } from 'node:crypto';
import { type Connection, emptyDraft } from '../../shared/contract/connections.ts';
import type { Importable } from '../../shared/contract/import.ts';
import { isFailure } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { type FoundRegistry, findRegistries } from '../import/find.ts';
import { importSources } from '../import/sources.ts';
import { readAddress } from './address.ts';
import { implementation, type Services } from './base.ts';
import { connectionOf, storeSecrets } from './draft.ts';
import { mayBePlain } from './try-address.ts';

const signInOf = ({ credential }: FoundRegistry): Connection['signIn'] => credential?.kind ?? 'none';
const helperOf = ({ credential }: FoundRegistry): string => (credential?.kind === 'helper' ? credential.helper : '');

const idOf = (found: FoundRegistry): string => [found.address, found.namespace, found.username, helperOf(found)].join(' ');

function isSaved(services: Services, found: FoundRegistry): boolean {
  const urls = readAddress(found.address)?.urls ?? [];
  return services.document.connections.some(
    (saved) =>
      urls.includes(saved.url) && (saved.username === found.username || saved.signIn === 'helper') && saved.signIn === signInOf(found),
  );
}

function shown(services: Services, found: FoundRegistry): Importable {
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
    saved: isSaved(services, found),
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
  const draft = { ...emptyDraft, address: first, ca: found.ca };
  const asks = async (url: string): Promise<unknown> => {
    const client = services.clients.create(connectionOf(services, { draft }, url), {});
    return client
      .ping(AbortSignal.timeout(5_000))
      .catch((error: unknown) => error)
      .finally(() => client.close());
  };
  if (!mayBePlain(await asks(first))) return first;
  // Nothing speaks https there: http only where a registry answers.
  const answer = await asks(plain);
  return answer === undefined || isFailure(answer, 'UNAUTHORIZED') ? plain : first;
}

async function takeOver(services: Services, found: FoundRegistry, place: 'keychain' | 'session'): Promise<Connection | undefined> {
  const url = await urlOf(services, found);
  if (url === undefined) return undefined;
  const secret = secretOf(found);
  const name = found.address === 'docker.io' ? 'Docker Hub' : found.address.replace(/^https?:\/\//, '');
  const connection: Connection = {
    id: randomUUID(),
    name: (found.namespace === '' ? name : `${name}/${found.namespace}`).slice(0, 200),
    url,
    signIn: signInOf(found),
    username: signInOf(found) === 'helper' ? '' : found.username,
    helper: helperOf(found),
    secret: secret === '' ? 'none' : place,
    readOnly: false,
    ca: found.ca,
    clientCertificate: '',
    hasClientKey: false,
    fingerprint: '',
    proxy: { kind: 'system', url: '', username: '', hasPassword: false },
    pinned: [],
    recent: [],
    trustedRealms: [],
    sample: false,
  };
  await storeSecrets(services, connection, { ...emptyDraft, password: secret, remember: place === 'keychain' });
  return connection;
}

async function apply(services: Services, ids: readonly string[]): Promise<Connection[]> {
  const { registries } = await findRegistries(importSources());
  const chosen = registries.filter((found) => ids.includes(idOf(found)) && !isSaved(services, found));
  const place = (await services.secrets.availability()).available ? 'keychain' : 'session';
  const made: Connection[] = [];
  for (const found of chosen) {
    const connection = await takeOver(services, found, place);
    if (!connection) continue;
    // One after the other: what was saved stays saved if the next one fails.
    services.document.connections = [...services.document.connections, connection];
    made.push(connection);
  }
  return made;
}

export const imports = {
  sources: implementation.connections.imports.sources.handler(() => ({ paths: importSources().map(({ path }) => path) })),
  find: implementation.connections.imports.find.handler(async ({ context }) => {
    const { registries, problems } = await findRegistries(importSources());
    return { registries: registries.map((found) => shown(context, found)), problems: [...problems] };
  }),
  apply: implementation.connections.imports.apply.handler(async ({ input, context }) => ({ connections: await apply(context, input.ids) })),
};
