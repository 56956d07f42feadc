import { randomUUID } from 'node:crypto';
import type { Connection, ConnectionDraft } from '../../shared/contract/connections.ts';
import { Failure } from '../../shared/errors.ts';
import { isSameOrigin, isSameWay, keepsProxyPassword, wayOf } from '../../shared/way.ts';
import { placeOf } from '../storage/secret-places.ts';
import type { UnsavedSecrets } from './clients.ts';
import type { ConnectionPorts } from './ports.ts';

/** What the dialog sent: the form, and the saved registry that it is about. */
export type Draft = { readonly id?: string | undefined; readonly draft: ConnectionDraft };

/** The saved registry of a draft. @throws Failure NOT_FOUND for one that was removed. */
export function savedOf(ports: ConnectionPorts, id: string | undefined): Connection | undefined {
  return id === undefined ? undefined : ports.clients.connection(id);
}

/** Whether the form is about a saved registry and leads to it on the way that was saved: only then its saved secrets count. */
function isAsSaved(before: Connection | undefined, draft: ConnectionDraft, url: string): before is Connection {
  return before !== undefined && isSameWay(before, wayOf(draft, url, before));
}

/** Whether the saved password or token stays in use; otherwise it is asked for again. */
function keepsSecret(before: Connection | undefined, draft: ConnectionDraft, url: string): before is Connection {
  return draft.password === '' && isAsSaved(before, draft, url) && draft.signIn === before.signIn;
}

/** A key belongs to its certificate, too. */
function keepsClientKey(before: Connection | undefined, draft: ConnectionDraft, url: string): boolean {
  const certificate = draft.clientCertificate.trim();
  return isAsSaved(before, draft, url) && before.hasClientKey && certificate !== '' && certificate === before.clientCertificate;
}

function hasProxyPassword(before: Connection | undefined, draft: ConnectionDraft): boolean {
  if (draft.proxyKind !== 'given' || draft.proxyUsername === '') return false;
  return draft.proxyPassword !== '' || keepsProxyPassword(before, draft);
}

/** The host; where another registry has that name already, with the account, so that two accounts on one host can be told apart. */
function freeName(ports: ConnectionPorts, host: string, username: string, id: string | undefined): string {
  const taken = new Set(ports.document.connections.filter((entry) => entry.id !== id).map(({ name }) => name));
  const candidates = [
    host,
    ...(username === '' ? [] : [`${host} (${username})`]),
    ...Array.from({ length: 99 }, (_, i) => `${host} ${i + 2}`),
  ];
  return (candidates.find((name) => !taken.has(name)) ?? host).slice(0, 200);
}

function secretOf(before: Connection | undefined, draft: ConnectionDraft, url: string): Connection['secret'] {
  if (draft.signIn === 'none' || draft.signIn === 'helper') return 'none';
  const isKnown = draft.password !== '' || (keepsSecret(before, draft, url) && before.secret !== 'none');
  return isKnown ? (draft.remember ? 'keychain' : 'session') : 'none';
}

/** Which of the other secrets are to be in memory only: what is typed follows the form; what is kept goes to the keychain only along with the password. */
function sessionOnlyOf(before: Connection | undefined, after: Connection, draft: ConnectionDraft): Connection['sessionOnly'] {
  const movesUp = before?.secret === 'session' && after.secret === 'keychain';
  const isSession = (kind: 'client-key' | 'proxy-password', typed: string): boolean => {
    if (!draft.remember) return true;
    return typed === '' && !movesUp && before !== undefined && placeOf(before, kind) === 'session';
  };
  const kinds = [
    ...(after.hasClientKey && isSession('client-key', draft.clientKey) ? (['client-key'] as const) : []),
    ...(after.proxy.hasPassword && isSession('proxy-password', draft.proxyPassword) ? (['proxy-password'] as const) : []),
  ];
  return kinds.length === 0 ? undefined : kinds;
}

/** The registry as it would be saved. */
export function connectionOf(ports: ConnectionPorts, { id, draft }: Draft, url: string): Connection {
  const before = savedOf(ports, id);
  const sameOrigin = before !== undefined && isSameOrigin(before.url, url);
  const named = draft.signIn === 'password' || draft.signIn === 'identity';
  const way = wayOf(draft, url, before);
  const after: Connection = {
    ...way,
    id: before?.id ?? randomUUID(),
    name: draft.name || freeName(ports, new URL(url).host, draft.username, before?.id),
    signIn: draft.signIn,
    username: named ? draft.username : '',
    helper: draft.signIn === 'helper' ? draft.helper : '',
    secret: secretOf(before, draft, url),
    readOnly: draft.readOnly,
    protectedTags: draft.protectedTags,
    clientCertificate: draft.clientCertificate.trim(),
    hasClientKey: draft.clientKey !== '' || keepsClientKey(before, draft, url),
    proxy: { ...way.proxy, hasPassword: hasProxyPassword(before, draft) },
    pinned: sameOrigin ? before.pinned : [],
    recent: sameOrigin ? before.recent : [],
    sample: false,
  };
  return { ...after, sessionOnly: sessionOnlyOf(before, after, draft) };
}

/** Whether a helper that the form names is the one that is saved for this registry and way. */
function isSavedHelper(before: Connection | undefined, draft: ConnectionDraft, url: string): boolean {
  return isAsSaved(before, draft, url) && before.signIn === 'helper' && before.helper === draft.helper;
}

/** @throws Failure UNAUTHORIZED for a credential helper that is not saved and that the person did not agree to outside the page. */
export async function confirmHelper(ports: ConnectionPorts, { id, draft }: Draft, connection: Connection): Promise<void> {
  if (draft.signIn === 'helper' && !isSavedHelper(savedOf(ports, id), draft, connection.url)) await ports.consent.ask(connection);
}

/** @throws Failure UNAUTHORIZED where the saved password would be needed for another way than it was saved for. */
function refuseOtherWay(before: Connection | undefined, { draft }: Draft, url: string): void {
  if (draft.password !== '' || !before || before.secret === 'none' || before.signIn !== draft.signIn) return;
  if (isAsSaved(before, draft, url)) return;
  throw new Failure('UNAUTHORIZED', { host: new URL(url).host, challenge: '', reason: 'way-changed' });
}

/** The registry as the form describes it, to be tried: with what is typed and not yet in the keychain, and with what is kept where it is now. */
export function trialOf(ports: ConnectionPorts, input: Draft, url: string): { connection: Connection; unsaved: UnsavedSecrets } {
  const { draft } = input;
  const before = savedOf(ports, input.id);
  const connection = connectionOf(ports, input, url);
  const secret = keepsSecret(before, draft, url) ? before.secret : connection.secret;
  return {
    connection: { ...connection, secret, sessionOnly: before?.sessionOnly },
    unsaved: {
      ...(draft.password === '' ? {} : { password: draft.password }),
      ...(draft.clientKey === '' ? {} : { clientKey: draft.clientKey }),
      ...(draft.proxyPassword === '' ? {} : { proxyPassword: draft.proxyPassword }),
      permit: async () => {
        refuseOtherWay(before, input, url);
        await confirmHelper(ports, input, connection);
      },
    },
  };
}
