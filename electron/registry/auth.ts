import { Failure } from '../../shared/errors.ts';
import type { Challenge } from './challenge.ts';
import type { Credential, NetworkOptions, RegistryConnection } from './connection.ts';
import { decideRealm } from './realm.ts';
import { fetchToken, type TokenRequest } from './token.ts';
import { TokenCache } from './token-cache.ts';

/** How requests of a scope are signed in, as learnt from the registry's own challenge. */
type Method = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly request: TokenRequest } | { readonly kind: 'token' };

const keyOf = (scopes: readonly string[]): string => scopes.toSorted().join(' ');

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/**
 * Signs in the requests of one connection. Nothing is sent before a challenge asked for it; what was learnt for a scope is used again for
 * the same scope only, because registries answer differently for the catalog than for repositories.
 */
export class Authorizer {
  private readonly methods = new Map<string, Method>();
  private readonly tokens = new TokenCache();
  private readonly connection: RegistryConnection;
  private readonly network: NetworkOptions;
  private readonly host: string;

  constructor(connection: RegistryConnection, network: NetworkOptions) {
    this.connection = connection;
    this.network = network;
    this.host = new URL(connection.url).host;
  }

  /** The Authorization header for these scopes, if a challenge has already said how. */
  async known(scopes: readonly string[]): Promise<string | undefined> {
    const method = this.methods.get(keyOf(scopes));
    return method && this.header(method, await this.connection.credential());
  }

  /** Answers a challenge; `refused` is the header that was just refused, if one was sent. @throws Failure UNAUTHORIZED. */
  async answer(challenges: readonly Challenge[], scopes: readonly string[], refused: string | undefined): Promise<string> {
    const credential = await this.connection.credential();
    const method = this.choose(challenges, scopes, credential);
    if (method.kind === 'bearer' && refused?.startsWith('Bearer ')) this.tokens.drop(tokenKey(method.request), refused.slice(7));
    this.methods.delete(keyOf(scopes));
    const header = await this.header(method, credential);
    if (header === undefined) throw this.unauthorized('no-credentials', describe(challenges));
    if (header === refused) throw this.unauthorized('rejected', describe(challenges));
    this.methods.set(keyOf(scopes), method);
    return header;
  }

  private choose(challenges: readonly Challenge[], scopes: readonly string[], credential: Credential | undefined): Method {
    if (credential?.kind === 'token') return { kind: 'token' };
    const bearer = challenges.find((challenge) => challenge.scheme === 'bearer' && challenge.params.has('realm'));
    if (bearer) return { kind: 'bearer', request: this.tokenRequest(bearer, scopes, credential) };
    if (challenges.some((challenge) => challenge.scheme === 'basic')) return { kind: 'basic' };
    throw this.unauthorized(credential ? 'unknown-challenge' : 'no-credentials', describe(challenges));
  }

  private tokenRequest(challenge: Challenge, scopes: readonly string[], credential: Credential | undefined): TokenRequest {
    const text = challenge.params.get('realm') ?? '';
    const registry = new URL(this.connection.url);
    const realm = URL.canParse(text, registry) ? new URL(text, registry) : undefined;
    const decision = realm ? decideRealm(registry, realm, this.connection.trustedRealms) : 'invalid';
    if (!realm || decision === 'invalid' || decision === 'downgrade')
      throw this.unauthorized('unsafe-realm', 'bearer', realm?.host ?? text.slice(0, 200));
    // Without a password there is nothing to be careful with: an anonymous token may come from anywhere that may be reached.
    if (decision === 'foreign' && credential !== undefined) throw this.unauthorized('foreign-realm', 'bearer', realm.host);
    const asked = (challenge.params.get('scope') ?? '').split(' ').filter(Boolean);
    // New scopes first: some servers read only the first.
    return { realm, service: challenge.params.get('service') ?? '', scopes: [...new Set([...scopes, ...asked])] };
  }

  private async header(method: Method, credential: Credential | undefined): Promise<string | undefined> {
    if (method.kind === 'token') return credential?.kind === 'token' ? `Bearer ${credential.token}` : undefined;
    const password = credential?.kind === 'password' ? basic(credential.username, credential.password) : undefined;
    if (method.kind === 'basic') return password;
    const token = await this.tokens.get(tokenKey(method.request), () =>
      fetchToken(this.connection, this.network, method.request, password),
    );
    return `Bearer ${token}`;
  }

  private unauthorized(reason: Failure<'UNAUTHORIZED'>['data']['reason'], challenge: string, realm?: string): Failure {
    return new Failure('UNAUTHORIZED', { host: this.host, challenge, reason, ...(realm === undefined ? {} : { realm }) });
  }
}

const tokenKey = (request: TokenRequest): string => `${request.realm.href} ${request.service} ${keyOf(request.scopes)}`;

const describe = (challenges: readonly Challenge[]): string => challenges.map((challenge) => challenge.scheme).join(', ');
