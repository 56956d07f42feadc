import { Failure, isFailure } from '../../../shared/errors.ts';
import { products } from '../../../shared/products/products.ts';
import type { Action } from '../../../shared/reasons.ts';
import type { Credential, Endpoint, NetworkOptions } from '../endpoint.ts';
import { isNotUnderstood } from '../http/failure.ts';
import type { Challenge } from './challenge.ts';
import { type Grant, readGrant } from './grant.ts';
import { decideRealm } from './realm.ts';
import { type Hider, hiderOf, secretsOf } from './redact.ts';
import { mergeScopes, resourceOf } from './scope.ts';
import { basic, fetchToken, type TokenCredential, type TokenRequest } from './token.ts';
import { TokenCache } from './token-cache.ts';

/** How requests of a scope are signed in, as learnt from the registry's own challenge. */
type Method = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly request: TokenRequest } | { readonly kind: 'token' };

const keyOf = (scopes: readonly string[]): string => (scopes.length === 1 ? (scopes[0] ?? '') : scopes.toSorted().join(' '));

/** Examples in the challenge of `/v2/`: nobody's repositories. */
const EXAMPLE_SCOPES: ReadonlySet<string> = new Set(Object.values(products).flatMap(({ exampleScope }) => exampleScope ?? []));

const isSame = (a: Credential | undefined, b: Credential | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Signs in the requests of one connection. Nothing is sent before a challenge asked for it; what was learnt for a scope is used again for
 * the same scope only, because registries answer differently for the catalog than for repositories.
 */
export class Authorizer {
  private readonly methods = new Map<string, Method>();
  private readonly tokens = new TokenCache();
  private readonly connection: Endpoint;
  private readonly network: NetworkOptions;
  private readonly host: string;
  private current: Promise<Credential | undefined> | undefined;
  /** The one before, which was renewed. */
  private former: Credential | undefined;
  /** The proxy's password. */
  private through: Promise<string | undefined> | undefined;

  constructor(connection: Endpoint, network: NetworkOptions) {
    this.connection = connection;
    this.network = network;
    this.host = new URL(connection.url).host;
  }

  /** Whether a challenge was answered. */
  get wasAsked(): boolean {
    return this.methods.size > 0;
  }

  /** The Authorization header for these scopes, if a challenge has already said how. */
  async known(scopes: readonly string[]): Promise<string | undefined> {
    const method = this.methods.get(keyOf(scopes));
    return method && this.header(method);
  }

  /** The header of the credential itself, for an API of the same origin that never asks for a sign-in. */
  async eager(): Promise<string | undefined> {
    const credential = await this.credential();
    return credential?.kind === 'token' ? this.header({ kind: 'token' }) : this.header({ kind: 'basic' });
  }

  /** Answers a challenge; `refused` is the header that was just refused, if one was sent; `action` the right asked for. @throws Failure UNAUTHORIZED, FORBIDDEN. */
  async answer(challenges: readonly Challenge[], scopes: readonly string[], refused: string | undefined, action: Action): Promise<string> {
    const before = this.methods.get(keyOf(scopes));
    // Harbor and Azure answer a token that they refuse with a Basic challenge: the first challenge remains the valid one.
    const keeps = before?.kind === 'bearer' && refused !== undefined && !challenges.some(({ scheme }) => scheme === 'bearer');
    const method = keeps ? before : this.choose(challenges, scopes, await this.credential(), action);
    if (method.kind === 'bearer' && refused?.startsWith('Bearer ')) this.tokens.drop(tokenKey(method.request), refused.slice(7));
    let header = await this.header(method);
    // A password that was refused may have been renewed where it is kept.
    if (header !== undefined && header === refused && (await this.renew())) header = await this.header(method);
    if (header === undefined || header === refused) {
      this.methods.delete(keyOf(scopes));
      throw this.unauthorized(header === undefined ? 'no-credentials' : 'rejected', describe(challenges));
    }
    this.methods.set(keyOf(scopes), method);
    return header;
  }

  /** Hides the secrets of this connection in what is said: a registry, or the proxy before it, may repeat what it was sent. */
  async hider(): Promise<Hider> {
    const { proxy } = this.connection;
    // Only what was used can be repeated: no sign-in is fetched for this.
    const used = [await this.current?.catch(() => undefined), this.former];
    this.through ??= proxy.kind === 'given' ? proxy.password().catch(() => undefined) : Promise.resolve(undefined);
    const through = await this.through;
    return hiderOf([
      ...used.flatMap(secretsOf),
      ...(through && proxy.kind === 'given' ? [{ kind: 'own', secret: through, username: proxy.username } as const] : []),
      ...this.tokens.recent.map((secret) => ({ kind: 'given', secret }) as const),
    ]);
  }

  /** What the token of these scopes was asked to allow and allows; undefined where no token was needed. */
  grant(scopes: readonly string[]): Grant | undefined {
    const method = this.methods.get(keyOf(scopes));
    if (method?.kind !== 'bearer') return undefined;
    return readGrant(method.request.scopes, this.tokens.peek(tokenKey(method.request)));
  }

  /** The header with a credential that was fetched anew, because the registry says that the old one has expired. @throws Failure UNAUTHORIZED. */
  async renewed(scopes: readonly string[], refused: string | undefined): Promise<string> {
    const method = this.methods.get(keyOf(scopes));
    let header = method && (await this.header(method));
    // Another request may have fetched the new one already.
    if (method && header === refused && (await this.renew())) header = await this.header(method);
    if (header === undefined || header === refused) throw this.unauthorized('expired', 'basic');
    return header;
  }

  /** What it means that a header which was just made is refused: a token that its service gave does not allow this (RFC 6750 section 3.1). */
  async refusal(challenges: readonly Challenge[], scopes: readonly string[], action: Action): Promise<Failure> {
    const method = this.methods.get(keyOf(scopes));
    const said = challenges.find(({ scheme }) => scheme === 'bearer')?.params.get('error');
    const credential = await this.credential();
    if (method?.kind === 'bearer' && said !== 'invalid_token') {
      if (!credential) return this.unauthorized('no-credentials', describe(challenges));
      return new Failure('FORBIDDEN', { host: this.host, action, by: 'registry' });
    }
    if (said === 'insufficient_scope') return new Failure('FORBIDDEN', { host: this.host, action, by: 'registry' });
    return this.unauthorized('rejected', describe(challenges));
  }

  private credential(): Promise<Credential | undefined> {
    this.current ??= this.connection.credential().catch((error: unknown) => {
      // A keychain that was locked may be open the next time.
      this.current = undefined;
      throw error;
    });
    return this.current;
  }

  /** Fetches the credential again; whether it is another one now. */
  private async renew(): Promise<boolean> {
    const before = await this.credential();
    this.former = before;
    this.current = undefined;
    return !isSame(before, await this.credential());
  }

  private choose(challenges: readonly Challenge[], scopes: readonly string[], credential: Credential | undefined, action: Action): Method {
    if (credential?.kind === 'token') return { kind: 'token' };
    const bearer = challenges.find((challenge) => challenge.scheme === 'bearer' && challenge.params.has('realm'));
    if (bearer) return { kind: 'bearer', request: { ...this.tokenRequest(bearer, scopes, credential), action } };
    // An identity token is the token service's: it never answers a challenge of the registry itself.
    if (credential?.kind !== 'identity' && challenges.some((challenge) => challenge.scheme === 'basic')) return { kind: 'basic' };
    // Harbor answers like this for a project that one may not see.
    if (credential && challenges.length === 0) throw new Failure('FORBIDDEN', { host: this.host, action, by: 'registry' });
    throw this.unauthorized(credential ? 'unknown-challenge' : 'no-credentials', describe(challenges));
  }

  private tokenRequest(challenge: Challenge, scopes: readonly string[], credential: Credential | undefined): Omit<TokenRequest, 'action'> {
    const text = challenge.params.get('realm') ?? '';
    const registry = new URL(this.connection.url);
    const realm = URL.canParse(text, registry.href) ? new URL(text, registry) : undefined;
    const decision = realm ? decideRealm(registry, realm, this.connection.trustedRealms) : 'invalid';
    if (!realm || decision === 'invalid' || decision === 'downgrade')
      throw this.unauthorized('unsafe-realm', 'bearer', realm?.host ?? text.slice(0, 200));
    // Without a password there is nothing to be careful with: an anonymous token may come from anywhere that may be reached.
    if (decision === 'foreign' && credential !== undefined) throw this.unauthorized('foreign-realm', 'bearer', realm.host);
    const asked = (challenge.params.get('scope') ?? '').split(' ').filter((scope) => scope !== '' && !EXAMPLE_SCOPES.has(scope));
    // What the registry asks for is what it takes (Azure wants metadata_read, Quay knows no delete); ours stands where it names nothing.
    const named = new Set(asked.map(resourceOf));
    const ours = scopes.filter((scope) => !named.has(resourceOf(scope)));
    return { realm, service: challenge.params.get('service') ?? '', scopes: mergeScopes([...asked, ...ours]), unasked: asked.length === 0 };
  }

  private async header(method: Method): Promise<string | undefined> {
    if (method.kind === 'bearer') return `Bearer ${await this.tokens.get(tokenKey(method.request), () => this.token(method.request))}`;
    const credential = await this.credential();
    if (method.kind === 'token') return credential?.kind === 'token' ? `Bearer ${credential.token}` : undefined;
    return credential?.kind === 'password' ? basic(credential.username, credential.password) : undefined;
  }

  private async token(request: TokenRequest) {
    const fetch = async () => fetchToken(this.connection, this.network, request, asTokenCredential(await this.credential()));
    try {
      return await fetch();
    } catch (error) {
      // Quay refuses a scope that it does not know; without any it gives a token that lists.
      if (request.unasked && isNotUnderstood(error))
        return fetchToken(this.connection, this.network, { ...request, scopes: [] }, asTokenCredential(await this.credential()));
      if (!isFailure(error, 'UNAUTHORIZED') || error.data.reason !== 'rejected' || !(await this.renew())) throw error;
      return fetch();
    }
  }

  private unauthorized(reason: Failure<'UNAUTHORIZED'>['data']['reason'], challenge: string, realm?: string): Failure {
    return new Failure('UNAUTHORIZED', { host: this.host, challenge, reason, ...(realm === undefined ? {} : { realm }) });
  }
}

const asTokenCredential = (credential: Credential | undefined): TokenCredential => (credential?.kind === 'token' ? undefined : credential);

const tokenKey = (request: TokenRequest): string => `${request.realm.href} ${request.service} ${keyOf(request.scopes)}`;

const describe = (challenges: readonly Challenge[]): string => challenges.map((challenge) => challenge.scheme).join(', ');
