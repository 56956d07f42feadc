import { randomUUID } from 'node:crypto';
import type { Connection, ConnectionDraft } from '../../shared/contract/connections.ts';
import type { UnsavedSecrets } from '../clients.ts';
import type { Services } from './base.ts';

/** What the dialog sent: the form, and the saved registry that it is about. */
export type Draft = { readonly id?: string | undefined; readonly draft: ConnectionDraft };

/** The saved registry of a draft. @throws Failure NOT_FOUND for one that was removed. */
export function savedOf(services: Services, id: string | undefined): Connection | undefined {
  return id === undefined ? undefined : services.clients.connection(id);
}

const isSameOrigin = (before: Connection | undefined, url: string): before is Connection =>
  before !== undefined && new URL(before.url).origin === new URL(url).origin;

/** The password or token is asked for again once the address changes: a secret belongs to one origin. */
function keepsSecret(before: Connection | undefined, url: string, draft: ConnectionDraft): boolean {
  return draft.password === '' && isSameOrigin(before, url) && draft.signIn === before.signIn;
}

function keepsProxyPassword(before: Connection | undefined, { proxyUrl, proxyUsername }: ConnectionDraft): boolean {
  return before?.proxy.hasPassword === true && before.proxy.url === proxyUrl && before.proxy.username === proxyUsername;
}

function proxyOf(before: Connection | undefined, draft: ConnectionDraft): Connection['proxy'] {
  if (draft.proxyKind !== 'given') return { kind: draft.proxyKind, url: '', username: '', hasPassword: false };
  const hasPassword = draft.proxyUsername !== '' && (draft.proxyPassword !== '' || keepsProxyPassword(before, draft));
  return { kind: 'given', url: draft.proxyUrl, username: draft.proxyUsername, hasPassword };
}

/** The host; where another registry has that name already, with the account, so that two accounts on one host can be told apart. */
function freeName(services: Services, host: string, username: string, id: string | undefined): string {
  const taken = new Set(services.document.connections.filter((entry) => entry.id !== id).map(({ name }) => name));
  const candidates = [
    host,
    ...(username === '' ? [] : [`${host} (${username})`]),
    ...Array.from({ length: 99 }, (_, i) => `${host} ${i + 2}`),
  ];
  return (candidates.find((name) => !taken.has(name)) ?? host).slice(0, 200);
}

/** The registry as it would be saved. */
export function connectionOf(services: Services, { id, draft }: Draft, url: string): Connection {
  const before = savedOf(services, id);
  const pinned = before?.fingerprint;
  const sameOrigin = isSameOrigin(before, url);
  const keeps = keepsSecret(before, url, draft);
  const fresh = draft.password === '' ? 'none' : draft.remember ? 'keychain' : 'session';
  const named = draft.signIn === 'password' || draft.signIn === 'identity';
  const secretless = draft.signIn === 'none' || draft.signIn === 'helper';
  return {
    id: before?.id ?? randomUUID(),
    name: draft.name || freeName(services, new URL(url).host, draft.username, before?.id),
    url,
    signIn: draft.signIn,
    username: named ? draft.username : '',
    helper: draft.signIn === 'helper' ? draft.helper : '',
    secret: secretless ? 'none' : keeps ? (before?.secret ?? 'none') : fresh,
    readOnly: draft.readOnly,
    protectedTags: draft.protectedTags,
    ca: draft.ca.trim(),
    clientCertificate: draft.clientCertificate.trim(),
    hasClientKey: draft.clientKey !== '' || (draft.clientCertificate !== '' && sameOrigin && before.hasClientKey),
    // What was trusted was the certificate of the origin before.
    fingerprint: !sameOrigin && draft.fingerprint === pinned ? '' : draft.fingerprint,
    proxy: proxyOf(before, draft),
    pinned: sameOrigin ? before.pinned : [],
    recent: sameOrigin ? before.recent : [],
    trustedRealms: [...new Set([...(sameOrigin ? before.trustedRealms : []), ...draft.trustedRealms])],
    sample: false,
  };
}

/** The secrets that are in the form and not yet in the keychain. */
export function unsavedOf(services: Services, { id, draft }: Draft, url: string): UnsavedSecrets {
  const before = savedOf(services, id);
  const password = keepsSecret(before, url, draft) ? undefined : draft.password || undefined;
  return {
    ...(password === undefined ? {} : { password }),
    ...(draft.clientKey === '' ? {} : { clientKey: draft.clientKey }),
    ...(draft.proxyPassword === '' ? {} : { proxyPassword: draft.proxyPassword }),
  };
}

/** Keeps what the form brought. @throws Failure KEYCHAIN. */
export async function storeSecrets(services: Services, connection: Connection, draft: ConnectionDraft): Promise<void> {
  const place = draft.remember ? 'keychain' : 'session';
  // One that is still in memory would count before the new one.
  if (draft.clientKey !== '') await services.secrets.remove(connection.id, 'client-key', 'session');
  if (draft.proxyPassword !== '') await services.secrets.remove(connection.id, 'proxy-password', 'session');
  if (draft.clientKey !== '') await services.secrets.set(connection.id, 'client-key', place, draft.clientKey);
  if (draft.proxyPassword !== '' && connection.proxy.hasPassword)
    await services.secrets.set(connection.id, 'proxy-password', place, draft.proxyPassword);
  if (draft.password !== '' && connection.secret !== 'none')
    await services.secrets.set(connection.id, 'password', connection.secret, draft.password);
}

/** Takes back what no connection refers to any more; a keychain that is gone must not keep a registry from being removed. */
export async function forgetSecrets(services: Services, before: Connection, after: Connection | undefined): Promise<void> {
  const { secrets } = services;
  if (before.secret !== 'none' && before.secret !== after?.secret)
    await secrets.remove(before.id, 'password', before.secret).catch(() => {});
  for (const [kind, had, has] of [
    ['client-key', before.hasClientKey, after?.hasClientKey],
    ['proxy-password', before.proxy.hasPassword, after?.proxy.hasPassword],
  ] as const) {
    if (!had || has) continue;
    await secrets.remove(before.id, kind, 'session');
    await secrets.remove(before.id, kind, 'keychain').catch(() => {});
  }
}
