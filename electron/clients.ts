import { assertNever } from '../shared/assert-never.ts';
import type { Connection } from '../shared/contract/connections.ts';
import { Failure } from '../shared/errors.ts';
import { askHelper } from './import/credential-helper.ts';
import { RegistryClient } from './registry/client.ts';
import type { Credential, NetworkOptions, RegistryConnection } from './registry/connection.ts';
import type { AppDocument } from './storage/document.ts';
import type { SecretStore } from './storage/secrets.ts';

/** What a draft brings that is not saved yet. */
export type UnsavedSecrets = { readonly password?: string; readonly clientKey?: string; readonly proxyPassword?: string };

/** The registry clients of the saved connections, one each, made when first needed. */
export class Clients {
  private readonly open = new Map<string, RegistryClient>();
  private readonly document: AppDocument;
  private readonly secrets: SecretStore;
  private readonly network: NetworkOptions;

  constructor(document: AppDocument, secrets: SecretStore, network: NetworkOptions) {
    this.document = document;
    this.secrets = secrets;
    this.network = network;
  }

  /** @throws Failure NOT_FOUND for a connection that was removed. */
  connection(id: string): Connection {
    const found = this.document.connections.find((connection) => connection.id === id);
    if (!found) throw new Failure('NOT_FOUND', { what: 'registry' });
    return found;
  }

  /** The client of a saved connection. */
  of(id: string): RegistryClient {
    const connection = this.connection(id);
    let client = this.open.get(id);
    if (!client) {
      client = this.create(connection, {});
      this.open.set(id, client);
    }
    return client;
  }

  /** A client for a connection as it would be; the caller closes it. */
  create(connection: Connection, unsaved: UnsavedSecrets): RegistryClient {
    return new RegistryClient(this.describe(connection, unsaved), this.network);
  }

  /** What the doctor works with: the connection with its secrets within reach, and the network. */
  parts(connection: Connection, unsaved: UnsavedSecrets): { registry: RegistryConnection; network: NetworkOptions } {
    return { registry: this.describe(connection, unsaved), network: this.network };
  }

  /** Ends what is open for a connection, because it was changed or removed. */
  async drop(id: string): Promise<void> {
    const client = this.open.get(id);
    this.open.delete(id);
    await client?.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.keys()].map((id) => this.drop(id)));
  }

  private describe(connection: Connection, unsaved: UnsavedSecrets): RegistryConnection {
    const { id, url, ca, clientCertificate, fingerprint, trustedRealms, proxy } = connection;
    return {
      id,
      url,
      ca,
      clientCertificate,
      fingerprint,
      trustedRealms,
      proxy:
        proxy.kind === 'given'
          ? {
              kind: 'given',
              url: proxy.url,
              username: proxy.username,
              password: async () => unsaved.proxyPassword ?? (proxy.hasPassword ? this.secrets.find(id, 'proxy-password') : undefined),
            }
          : { kind: proxy.kind },
      credential: () => this.credential(connection, unsaved.password),
      clientKey: async () => unsaved.clientKey ?? (connection.hasClientKey ? this.secrets.find(id, 'client-key') : undefined),
    };
  }

  private async credential(connection: Connection, unsaved: string | undefined): Promise<Credential | undefined> {
    const { id, signIn, username, secret } = connection;
    if (signIn === 'none') return undefined;
    if (signIn === 'helper') return askHelper(connection.helper, connection.url);
    const password = unsaved ?? (secret === 'none' ? undefined : await this.secrets.get(id, 'password', secret));
    if (password === undefined) return undefined;
    switch (signIn) {
      case 'token':
        return { kind: 'token', token: password };
      case 'identity':
        return { kind: 'identity', username, token: password };
      case 'password':
        return { kind: 'password', username, password };
      default:
        return assertNever(signIn);
    }
  }
}
