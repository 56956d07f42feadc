import { randomUUID } from 'node:crypto';
import type { Connection, ConnectionForm } from '../../shared/contract/connections.ts';
import { destinationOf, isSameDestination, isSameOrigin, keepsProxyPassword } from '../../shared/destination.ts';
import { Failure } from '../../shared/errors.ts';
import { secretLocation } from '../storage/secret-location.ts';
import type { UnsavedSecrets } from './clients.ts';
import type { ConnectionPorts } from './ports.ts';

/** What the dialog sent: the form, and the saved registry that it is about. */
export type FormInput = { readonly id?: string | undefined; readonly form: ConnectionForm };

/** The saved registry of a form. @throws Failure NOT_FOUND for one that was removed. */
export function savedOf(ports: ConnectionPorts, id: string | undefined): Connection | undefined {
  return id === undefined ? undefined : ports.clients.connection(id);
}

/** Whether the form is about a saved registry and has the destination that was saved. Saved secrets are used only then. */
function isAsSaved(before: Connection | undefined, form: ConnectionForm, url: string): before is Connection {
  return before !== undefined && isSameDestination(before, destinationOf(form, url, before));
}

/** Whether the saved password or token stays in use; otherwise it is asked for again. */
function keepsSecret(before: Connection | undefined, form: ConnectionForm, url: string): before is Connection {
  return form.password === '' && isAsSaved(before, form, url) && form.signIn === before.signIn;
}

/** A key belongs to its certificate, too. */
function keepsClientKey(before: Connection | undefined, form: ConnectionForm, url: string): boolean {
  const certificate = form.clientCertificate.trim();
  return isAsSaved(before, form, url) && before.hasClientKey && certificate !== '' && certificate === before.clientCertificate;
}

function hasProxyPassword(before: Connection | undefined, form: ConnectionForm): boolean {
  if (form.proxyKind !== 'given' || form.proxyUsername === '') return false;
  return form.proxyPassword !== '' || keepsProxyPassword(before, form);
}

/** The host; with the account where another registry already has that name, to distinguish two accounts on one host. */
function freeName(ports: ConnectionPorts, host: string, username: string, id: string | undefined): string {
  const taken = new Set(ports.document.connections.filter((entry) => entry.id !== id).map(({ name }) => name));
  const candidates = [
    host,
    ...(username === '' ? [] : [`${host} (${username})`]),
    ...Array.from({ length: 99 }, (_, i) => `${host} ${i + 2}`),
  ];
  return (candidates.find((name) => !taken.has(name)) ?? host).slice(0, 200);
}

function secretOf(before: Connection | undefined, form: ConnectionForm, url: string): Connection['secret'] {
  if (form.signIn === 'none' || form.signIn === 'helper') return 'none';
  const isKnown = form.password !== '' || (keepsSecret(before, form, url) && before.secret !== 'none');
  return isKnown ? (form.remember ? 'keychain' : 'session') : 'none';
}

/** Which of the other secrets are to be in memory only: what is typed follows the form; what is kept goes to the keychain only along with the password. */
function sessionOnlyOf(before: Connection | undefined, after: Connection, form: ConnectionForm): Connection['sessionOnly'] {
  const movesUp = before?.secret === 'session' && after.secret === 'keychain';
  const isSession = (kind: 'client-key' | 'proxy-password', typed: string): boolean => {
    if (!form.remember) return true;
    return typed === '' && !movesUp && before !== undefined && secretLocation(before, kind) === 'session';
  };
  const kinds = [
    ...(after.hasClientKey && isSession('client-key', form.clientKey) ? (['client-key'] as const) : []),
    ...(after.proxy.hasPassword && isSession('proxy-password', form.proxyPassword) ? (['proxy-password'] as const) : []),
  ];
  return kinds.length === 0 ? undefined : kinds;
}

/** The registry as it would be saved. */
export function connectionOf(ports: ConnectionPorts, { id, form }: FormInput, url: string): Connection {
  const before = savedOf(ports, id);
  const sameOrigin = before !== undefined && isSameOrigin(before.url, url);
  const named = form.signIn === 'password' || form.signIn === 'identity';
  const destination = destinationOf(form, url, before);
  const after: Connection = {
    ...destination,
    id: before?.id ?? randomUUID(),
    name: form.name || freeName(ports, new URL(url).host, form.username, before?.id),
    signIn: form.signIn,
    username: named ? form.username : '',
    helper: form.signIn === 'helper' ? form.helper : '',
    secret: secretOf(before, form, url),
    readOnly: form.readOnly,
    protectedTags: form.protectedTags,
    folder: form.folder,
    colour: form.colour,
    production: form.production,
    clientCertificate: form.clientCertificate.trim(),
    hasClientKey: form.clientKey !== '' || keepsClientKey(before, form, url),
    proxy: { ...destination.proxy, hasPassword: hasProxyPassword(before, form) },
    pinned: sameOrigin ? before.pinned : [],
    recent: sameOrigin ? before.recent : [],
    sample: false,
  };
  return { ...after, sessionOnly: sessionOnlyOf(before, after, form) };
}

/** Whether the helper in the form is the one saved for this destination. */
function isSavedHelper(before: Connection | undefined, form: ConnectionForm, url: string): boolean {
  return isAsSaved(before, form, url) && before.signIn === 'helper' && before.helper === form.helper;
}

/** @throws Failure UNAUTHORIZED for a credential helper that is not saved and that the person did not agree to outside the page. */
export async function confirmHelper(ports: ConnectionPorts, { id, form }: FormInput, connection: Connection): Promise<void> {
  if (form.signIn === 'helper' && !isSavedHelper(savedOf(ports, id), form, connection.url)) await ports.consent.ask(connection);
}

/** @throws Failure UNAUTHORIZED if the saved password would go to a destination it was not saved for. */
function refuseOtherDestination(before: Connection | undefined, { form }: FormInput, url: string): void {
  if (form.password !== '' || !before || before.secret === 'none' || before.signIn !== form.signIn) return;
  if (isAsSaved(before, form, url)) return;
  throw new Failure('UNAUTHORIZED', { host: new URL(url).host, challenge: '', reason: 'destination-changed' });
}

/** The registry as the form describes it, to be tried: with what is typed and not yet in the keychain, and with what is kept where it is now. */
export function trialOf(ports: ConnectionPorts, input: FormInput, url: string): { connection: Connection; unsaved: UnsavedSecrets } {
  const { form } = input;
  const before = savedOf(ports, input.id);
  const connection = connectionOf(ports, input, url);
  const secret = keepsSecret(before, form, url) ? before.secret : connection.secret;
  return {
    connection: { ...connection, secret, sessionOnly: before?.sessionOnly },
    unsaved: {
      ...(form.password === '' ? {} : { password: form.password }),
      ...(form.clientKey === '' ? {} : { clientKey: form.clientKey }),
      ...(form.proxyPassword === '' ? {} : { proxyPassword: form.proxyPassword }),
      permit: async () => {
        refuseOtherDestination(before, input, url);
        await confirmHelper(ports, input, connection);
      },
    },
  };
}
