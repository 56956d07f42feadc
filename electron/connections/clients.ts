import { assertNever } from '../../shared/assert-never.ts';
import type { Connection, PingResult } from '../../shared/contract/connections.ts';
import { isSameDestination } from '../../shared/destination.ts';
import { Failure } from '../../shared/errors.ts';
import { RegistryClient } from '../registry/client.ts';
import type { Credential, Endpoint, NetworkOptions } from '../registry/endpoint.ts';
import type { AppDocument } from '../storage/document.ts';
import { secretLocation } from '../storage/secret-location.ts';
import type { SecretKind, SecretStore } from '../storage/secrets.ts';
import { askHelper } from './import/credential-helper.ts';
import type { Lifts } from './lifts.ts';
import type { Outcomes } from './outcomes.ts';

/** What a form brings that is not saved yet. */
export type UnsavedSecrets = {
  readonly password?: string;
  readonly clientKey?: string;
  readonly proxyPassword?: string;
  /** Called before the sign-in is used; throws where it may not be. */
  readonly permit?: () => Promise<void>;
};

/** Whether a connection leads nowhere that the saved one does not: token services may have been trusted since. */
const isWithin = (connection: Connection, saved: Connection): boolean =>
  isSameDestination({ ...saved, trustedRealms: connection.trustedRealms }, connection) &&
  connection.trustedRealms.every((host) => saved.trustedRealms.includes(host));

/** The registry clients of the saved connections, one each, made when first needed. */
export class Clients {
  private readonly open = new Map<string, RegistryClient>();
  private readonly retired = new Set<RegistryClient>();
  private readonly document: AppDocument;
  private readonly secrets: SecretStore;
  private readonly network: NetworkOptions;
  private readonly outcomes: Outcomes;
  private readonly lifts: Lifts;

  constructor(document: AppDocument, secrets: SecretStore, network: NetworkOptions, outcomes: Outcomes, lifts: Lifts) {
    this.lifts = lifts;
    this.outcomes = outcomes;
    this.document = document;
    this.secrets = secrets;
    this.network = network;
  }

  find(id: string): Connection | undefined {
    return this.document.connections.find((connection) => connection.id === id);
  }

  /** @throws Failure NOT_FOUND for a connection that was removed. */
  connection(id: string): Connection {
    const found = this.find(id);
    if (!found) throw new Failure('NOT_FOUND', { what: 'connection' });
    return found;
  }

  /** Whether changes of a saved connection are refused now, or were at this time in ms since 1970. @throws Failure NOT_FOUND. */
  isReadOnly(id: string, at?: number): boolean {
    return this.connection(id).readOnly && !this.lifts.allowed(id, at);
  }

  /** The client of a saved connection. */
  of(id: string): RegistryClient {
    const connection = this.connection(id);
    let client = this.open.get(id);
    if (!client) {
      const signsIn = connection.signIn !== 'none';
      const note = (error?: unknown): void => this.outcomes.note(id, signsIn, error);
      client = new RegistryClient(this.describe(connection, {}), this.network, note);
      this.open.set(id, client);
    }
    return client;
  }

  /** Signs in with what is saved: how long that took, and what the registry is. */
  async ping(id: string, signal: AbortSignal | undefined): Promise<PingResult> {
    const started = performance.now();
    const connection = this.connection(id);
    // A sign-in that waits for its password is known to fail: the registry is not asked for that.
    if (connection.secret === 'session' && (await this.kept(connection, 'password')) === undefined)
      throw new Failure('UNAUTHORIZED', { host: new URL(connection.url).host, challenge: '', reason: 'no-credentials' });
    const client = this.of(id);
    await client.ping(signal);
    return { took: performance.now() - started, product: client.productId, ...(client.quota ? { quota: client.quota } : {}) };
  }

  /** A client for a connection as it would be; the caller closes it. */
  create(connection: Connection, unsaved: UnsavedSecrets): RegistryClient {
    return new RegistryClient(this.describe(connection, unsaved), this.network);
  }

  /** What a diagnosis works with: the connection with its secrets within reach, and the network. */
  parts(connection: Connection, unsaved: UnsavedSecrets): { endpoint: Endpoint; network: NetworkOptions } {
    return { endpoint: this.describe(connection, unsaved), network: this.network };
  }

  /**
   * Retires the client of a connection that was changed or removed: the next request gets a new one. Runs that hold the old one may use it
   * until `idle`.
   */
  retire(id: string, idle: Promise<void>): void {
    const client = this.open.get(id);
    if (!client) return;
    this.open.delete(id);
    this.outcomes.forget(id);
    this.retired.add(client);
    void idle.then(() => client.close()).finally(() => this.retired.delete(client));
  }

  async close(): Promise<void> {
    const all = [...this.open.values(), ...this.retired];
    this.open.clear();
    await Promise.all(all.map((client) => client.close()));
  }

  private describe(connection: Connection, unsaved: UnsavedSecrets): Endpoint {
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
              // Without a password the name alone is what the person set up; one that got lost is not an empty one.
              password: async () => unsaved.proxyPassword ?? (proxy.hasPassword ? this.kept(connection, 'proxy-password') : ''),
            }
          : { kind: proxy.kind },
      credential: () => this.credential(connection, unsaved),
      clientKey: async () => unsaved.clientKey ?? this.kept(connection, 'client-key'),
    };
  }

  /** A secret, which may have been moved since this connection was described. */
  private async kept(connection: Connection, kind: SecretKind): Promise<string | undefined> {
    if (secretLocation(connection, kind) === 'none') return undefined;
    const now = this.document.connections.find(({ id }) => id === connection.id);
    const place = secretLocation(now && isWithin(connection, now) ? now : connection, kind);
    return place === 'none' ? undefined : this.secrets.get(connection.id, kind, place);
  }

  /** @throws Failure UNAUTHORIZED where a saved password or token is missing: the connection never signs in with another account instead. */
  private async credential(connection: Connection, unsaved: UnsavedSecrets): Promise<Credential | undefined> {
    const { url, signIn, username } = connection;
    if (signIn === 'none') return undefined;
    await unsaved.permit?.();
    if (signIn === 'helper') return askHelper(connection.helper, url);
    const password = unsaved.password ?? (await this.kept(connection, 'password'));
    if (password === undefined && connection.secret === 'none') return undefined;
    if (password === undefined) throw new Failure('UNAUTHORIZED', { host: new URL(url).host, challenge: '', reason: 'no-credentials' });
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
