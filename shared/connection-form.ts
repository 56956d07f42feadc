import { type ConnectionForm, emptyForm, type ListedConnection } from './contract/connections.ts';

/** The form of a saved registry: its secrets are not known to who fills it in, and are unchanged while their fields are empty. */
export function formOf(connection: ListedConnection): ConnectionForm {
  const { name, url, signIn, username, helper, secret, readOnly, ca, clientCertificate, fingerprint, proxy } = connection;
  const { protectedTags, folder, colour, production } = connection;
  return {
    ...emptyForm,
    name,
    address: url,
    signIn,
    username,
    helper,
    remember: secret !== 'session',
    // It is saved as read-only while changes are allowed.
    readOnly: readOnly || connection.changesUntil !== undefined,
    ca,
    clientCertificate,
    fingerprint,
    protectedTags,
    folder,
    colour,
    production,
    proxyKind: proxy.kind,
    proxyUrl: proxy.url,
    proxyUsername: proxy.username,
    plainHttpConfirmed: url.startsWith('http:'),
  };
}
