import type { Connection, ConnectionDraft } from '../../../shared/contract/connections.ts';

/** An empty form. */
export const emptyDraft: ConnectionDraft = {
  name: '',
  address: '',
  signIn: 'none',
  username: '',
  password: '',
  remember: true,
  readOnly: false,
  ca: '',
  clientCertificate: '',
  clientKey: '',
  plainHttpConfirmed: false,
};

/** The form of a saved registry: its secrets are not known to the page, and stay as they are while their fields are empty. */
export function draftOf(connection: Connection): ConnectionDraft {
  const { name, url, signIn, username, secret, readOnly, ca, clientCertificate } = connection;
  return {
    ...emptyDraft,
    name,
    address: url,
    signIn,
    username,
    remember: secret !== 'session',
    readOnly,
    ca,
    clientCertificate,
    plainHttpConfirmed: url.startsWith('http:'),
  };
}
