import { randomUUID } from 'node:crypto';
import type { Connection, ConnectionDraft, ProbeResult } from '../../shared/contract/connections.ts';
import { Failure, isFailure } from '../../shared/errors.ts';
import { isLoopback } from '../../shared/loopback.ts';
import type { UnsavedSecrets } from '../clients.ts';
import type { RegistryClient } from '../registry/client.ts';
import { readAddress } from './address.ts';
import { implementation, type Services } from './base.ts';

type Draft = { readonly id?: string | undefined; readonly draft: ConnectionDraft };

function saved(services: Services, id: string | undefined): Connection | undefined {
  return id === undefined ? undefined : services.clients.connection(id);
}

/** The password or token is asked for again once the address changes: a secret belongs to one origin. */
function keepsSecret(before: Connection | undefined, url: string, draft: ConnectionDraft): boolean {
  return (
    before !== undefined && draft.password === '' && draft.signIn === before.signIn && new URL(before.url).origin === new URL(url).origin
  );
}

function connectionOf(services: Services, { id, draft }: Draft, url: string): Connection {
  const before = saved(services, id);
  const sameOrigin = before !== undefined && new URL(before.url).origin === new URL(url).origin;
  const keeps = keepsSecret(before, url, draft);
  const fresh = draft.password === '' ? 'none' : draft.remember ? 'keychain' : 'session';
  return {
    id: before?.id ?? randomUUID(),
    name: draft.name || new URL(url).host.slice(0, 200),
    url,
    signIn: draft.signIn,
    username: draft.signIn === 'password' ? draft.username : '',
    secret: draft.signIn === 'none' ? 'none' : keeps ? (before?.secret ?? 'none') : fresh,
    readOnly: draft.readOnly,
    ca: draft.ca.trim(),
    clientCertificate: draft.clientCertificate.trim(),
    hasClientKey: draft.clientKey !== '' || (draft.clientCertificate !== '' && sameOrigin && (before?.hasClientKey ?? false)),
    trustedRealms: sameOrigin ? (before?.trustedRealms ?? []) : [],
    sample: false,
  };
}

function unsavedOf(services: Services, { id, draft }: Draft, url: string): UnsavedSecrets {
  const before = saved(services, id);
  const password = keepsSecret(before, url, draft) ? undefined : draft.password || undefined;
  return { ...(password === undefined ? {} : { password }), ...(draft.clientKey === '' ? {} : { clientKey: draft.clientKey }) };
}

/** Whether the registry lists its repositories; the listing also proves a sign-in that `/v2/` did not ask for. */
async function listsRepositories(client: RegistryClient, signal: AbortSignal | undefined): Promise<boolean> {
  const pages = client.catalog(signal);
  try {
    await pages.next();
    return true;
  } catch (error) {
    if (isFailure(error, 'UNSUPPORTED')) return false;
    throw error;
  } finally {
    await pages.return(undefined);
  }
}

async function tryUrl(services: Services, input: Draft, url: string, signal: AbortSignal | undefined): Promise<ProbeResult> {
  const started = performance.now();
  const client = services.clients.create(connectionOf(services, input, url), unsavedOf(services, input, url));
  try {
    await client.ping(signal);
    const lists = await listsRepositories(client, signal);
    const plainHttp = url.startsWith('http:');
    return {
      url,
      plainHttp,
      needsConfirmation: plainHttp && !isLoopback(url) && !input.draft.plainHttpConfirmed,
      listsRepositories: lists,
      signedIn: input.draft.signIn !== 'none',
      took: performance.now() - started,
    };
  } finally {
    await client.close();
  }
}

/** Plain http is only tried where nothing spoke TLS at all, and never with a password before the person has agreed to it. */
function mayBePlain(error: unknown): boolean {
  return (
    (isFailure(error, 'TLS') && error.data.reason === 'not-tls') ||
    (isFailure(error, 'NETWORK') && ['refused', 'cut'].includes(error.data.reason))
  );
}

function withoutSecrets(input: Draft): Draft {
  return { ...input, draft: { ...input.draft, signIn: 'none', username: '', password: '' } };
}

/** A registry that answers over plain http: whether it is one is learnt without any password. */
async function tryPlain(services: Services, input: Draft, url: string, signal: AbortSignal | undefined): Promise<ProbeResult> {
  if (isLoopback(url) || input.draft.plainHttpConfirmed) return tryUrl(services, input, url, signal);
  try {
    return await tryUrl(services, withoutSecrets({ draft: input.draft }), url, signal);
  } catch (error) {
    if (!isFailure(error, 'UNAUTHORIZED')) throw error;
    return { url, plainHttp: true, needsConfirmation: true, listsRepositories: false, signedIn: false, took: 0 };
  }
}

async function test(services: Services, input: Draft, signal: AbortSignal | undefined): Promise<ProbeResult> {
  const address = readAddress(input.draft.address);
  const [first, plain] = address?.urls ?? [];
  if (first === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not an address' });
  try {
    return first.startsWith('http:') ? await tryPlain(services, input, first, signal) : await tryUrl(services, input, first, signal);
  } catch (error) {
    if (plain === undefined || !mayBePlain(error)) throw error;
    return tryPlain(services, input, plain, signal).catch((second: unknown) => {
      // Nobody is there at all: the first answer is the one that says so.
      throw isFailure(second, 'NETWORK') && isFailure(error, 'NETWORK') ? error : second;
    });
  }
}

async function storeSecrets(services: Services, connection: Connection, draft: ConnectionDraft): Promise<void> {
  if (draft.clientKey !== '')
    await services.secrets.set(connection.id, 'client-key', draft.remember ? 'keychain' : 'session', draft.clientKey);
  if (draft.password !== '' && connection.secret !== 'none')
    await services.secrets.set(connection.id, 'password', connection.secret, draft.password);
}

/** Takes back what no connection refers to any more; a keychain that is gone must not keep a registry from being removed. */
async function forgetSecrets(services: Services, before: Connection, after: Connection | undefined): Promise<void> {
  if (before.secret !== 'none' && before.secret !== after?.secret)
    await services.secrets.remove(before.id, 'password', before.secret).catch(() => {});
  if (before.hasClientKey && !after?.hasClientKey) await services.secrets.remove(before.id, 'client-key', 'keychain').catch(() => {});
}

function replace(services: Services, connection: Connection): Connection {
  const all = services.document.connections;
  const known = all.some((entry) => entry.id === connection.id);
  services.document.connections = known ? all.map((entry) => (entry.id === connection.id ? connection : entry)) : [...all, connection];
  return connection;
}

async function changed(services: Services, connection: Connection): Promise<Connection> {
  // First the document, then the client: one made in between would be of the old connection.
  const stored = replace(services, connection);
  services.probe.forget(connection.id);
  await services.running.idle(connection.id);
  await services.clients.drop(connection.id);
  return stored;
}

async function save(services: Services, input: Draft): Promise<Connection> {
  const address = readAddress(input.draft.address);
  const url = address?.urls[0];
  if (url === undefined) throw new Failure('INVALID_RESPONSE', { where: 'address', why: 'not an address' });
  if (url.startsWith('http:') && !isLoopback(url) && !input.draft.plainHttpConfirmed)
    throw new Failure('CONFLICT', { what: 'not-confirmed', subject: url });
  const before = saved(services, input.id);
  const connection = connectionOf(services, input, url);
  await storeSecrets(services, connection, input.draft);
  const stored = await changed(services, connection);
  if (before) await forgetSecrets(services, before, connection);
  return stored;
}

export const connections = {
  list: implementation.connections.list.handler(({ context }) => ({
    connections: context.document.connections,
    ...(context.damagedFile === undefined ? {} : { damagedFile: context.damagedFile }),
  })),
  keychain: implementation.connections.keychain.handler(({ context }) => context.secrets.availability()),
  test: implementation.connections.test.handler(({ input, context, signal }) => test(context, input, signal)),
  save: implementation.connections.save.handler(({ input, context }) => save(context, input)),
  remove: implementation.connections.remove.handler(async ({ input, context }) => {
    const connection = context.clients.connection(input.id);
    context.document.connections = context.document.connections.filter((entry) => entry.id !== input.id);
    await context.running.idle(input.id);
    await context.clients.drop(input.id);
    await forgetSecrets(context, connection, undefined);
    return {};
  }),
  ping: implementation.connections.ping.handler(async ({ input, context, signal }) => {
    const started = performance.now();
    await context.clients.of(input.id).ping(signal);
    return { took: performance.now() - started };
  }),
  trustRealm: implementation.connections.trustRealm.handler(({ input, context }) => {
    const before = context.clients.connection(input.id);
    return changed(context, { ...before, trustedRealms: [...new Set([...before.trustedRealms, input.host])] });
  }),
  openSample: implementation.connections.openSample.handler(({ context }) => context.sample.open(context.document)),
};
