import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import type { Quota } from '../../shared/contract/connections.ts';
import { Failure, isFailure } from '../../shared/errors.ts';
import { productOf, productOfHost, type RecognisedProduct } from '../../shared/products/products.ts';
import { withoutTrailing } from '../../shared/text.ts';
import { Authorizer } from './auth/authorizer.ts';
import { type Challenge, parseChallenges } from './auth/challenge.ts';
import type { Grant } from './auth/grant.ts';
import type { AddressClass } from './auth/realm.ts';
import type { Endpoint, NetworkOptions } from './endpoint.ts';
import { decoded, readBody, readErrorBody } from './http/body.ts';
import { missingCertificate, readChain } from './http/certificate.ts';
import { withDeadline } from './http/deadline.ts';
import { createDispatcher, type DispatcherOptions } from './http/dispatcher.ts';
import { type Answer, failureOfAnswer, failureOfSocket, isPassing, isPassingStatus, retryAfterMs, withErrors } from './http/failure.ts';
import { BODY_FLOOR, ERROR_BODY_FLOOR, type Limit, limits, MAX_REDIRECTS } from './http/limits.ts';
import { Pace } from './http/pace.ts';
import { readQuota } from './http/quota.ts';
import { elsewhere, nearnessOf } from './http/reach.ts';
import { retry } from './http/retry.ts';
import { recognise } from './products/recognise.ts';

export type RegistryRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v2/`, already escaped; or a whole URL of the same origin, as an upload's Location gives it. */
  readonly path: string | URL;
  readonly query?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes, or a stream of them, which can be sent but once. */
  readonly body?: Buffer | Readable;
  /** Hands the body over as it comes instead of reading it. */
  readonly stream?: true;
  /** ms to wait for the answer, where the registry has much to do before it. */
  readonly patience?: number;
  readonly scopes: readonly string[];
  /** Signs in without being asked to: for APIs that serve the public part to everyone else. */
  readonly eager?: boolean;
  /** How much of the body is read. */
  readonly limit?: Limit;
  /** Statuses that are answers; any other is thrown as the failure it means. */
  readonly expect: readonly number[];
  /** For the failure's words: what was asked for, and which right it takes. */
  readonly what: string;
  readonly action: string;
  readonly signal?: AbortSignal | undefined;
};

/** An answer, with its body still to come where that was asked for. */
type Received = Answer & { readonly stream?: Readable };

const isStream = (body: RegistryRequest['body']): boolean => body !== undefined && !Buffer.isBuffer(body);

const NOTHING = Buffer.alloc(0);
const TRIES = 3;
/** ms. */
const FIRST_PAUSE = 200;
const LONGEST_WAIT = 10_000;
/** ms. */
const OWN_CLASS_AGE = 60_000;

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
const all = (value: string | string[] | undefined): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** Speaks HTTP to one registry: sign-in, redirects, retries, limits, pace. Credentials go to its origin alone. */
export class Transport {
  readonly base: URL;
  /** Which product answers, as far as its answers gave it away. */
  product: RecognisedProduct;
  /** What the registry last said of the number of requests that are left. */
  quota: Quota | undefined;
  private readonly connection: Endpoint;
  private readonly network: NetworkOptions;
  private readonly authorizer: Authorizer;
  private readonly pace = new Pace();
  private readonly dispatchers = new Map<'registry' | AddressClass, Promise<Dispatcher>>();
  private own: { readonly at: number; readonly found: Promise<AddressClass> } | undefined;

  constructor(connection: Endpoint, network: NetworkOptions) {
    this.connection = connection;
    this.network = network;
    this.base = new URL(connection.url);
    this.authorizer = new Authorizer(connection, network);
    this.product = productOfHost(this.base.hostname);
  }

  /** Sends and reads whole. @throws Failure for every status that was not expected, every socket error and every limit. */
  async send(asked: RegistryRequest): Promise<Received & { readonly url: URL }> {
    try {
      return await this.exchange(asked);
    } catch (error) {
      throw isFailure(error) ? (await this.authorizer.hider()).failure(error) : error;
    }
  }

  private async exchange(asked: RegistryRequest): Promise<Received & { readonly url: URL }> {
    const url = this.urlOf(asked);
    let authorization = await (asked.eager ? this.authorizer.eager() : this.authorizer.known(asked.scopes));
    let answer = await this.persist(url, asked, authorization);
    // The token may have expired under way: a second round drops it and asks for another.
    for (let round = 0; answer.status === 401 && round < 2; round++) {
      const refused = authorization;
      authorization = await this.authorizer
        .answer(challengesOf(answer), asked.scopes, refused, asked.action)
        .catch(async (error: unknown) => Promise.reject(withErrors(error, await this.hidden(answer))));
      // A stream is spent: whoever made it begins anew, with the token that is there now.
      if (isStream(asked.body)) throw new Failure('UNAUTHORIZED', { host: this.base.host, challenge: '', reason: 'expired' });
      answer = await this.persist(url, asked, authorization);
      if (refused === undefined && answer.status === 401) break;
    }
    // A HEAD has no body to say why.
    const mayBeExpired = answer.status === 403 && asked.method === 'HEAD' && productOf(this.product).expiresWith403;
    if (answer.status === 403 && (isExpired(answer) || mayBeExpired)) {
      const renewed = await this.authorizer.renewed(asked.scopes, authorization).catch((error: unknown) => {
        if (!mayBeExpired) throw error;
      });
      if (renewed) answer = await this.persist(url, asked, renewed);
    }
    if (asked.expect.includes(answer.status) && answer.status < 400) return { ...answer, url };
    const hidden = await this.hidden(answer);
    if (asked.expect.includes(answer.status)) return { ...hidden, url };
    if (answer.status === 401) throw withErrors(await this.authorizer.refusal(challengesOf(answer), asked.scopes, asked.action), hidden);
    throw failureOfAnswer(hidden, this.base.host, asked.what, asked.action);
  }

  /** An answer without what it may repeat of the sign-in. */
  private async hidden(answer: Received): Promise<Received> {
    if (answer.body.byteLength === 0) return answer;
    return { ...answer, body: (await this.authorizer.hider()).body(answer.body) };
  }

  /** Whether any request was asked to sign in, and could. */
  get wasAsked(): boolean {
    return this.authorizer.wasAsked;
  }

  /** What the token of these scopes was asked to allow, and allows. */
  grant(scopes: readonly string[]): Grant | undefined {
    return this.authorizer.grant(scopes);
  }

  /** Ends the connections that are open. */
  async close(): Promise<void> {
    await Promise.all([...this.dispatchers.values()].map((made) => made.then((dispatcher) => dispatcher.destroy()).catch(() => {})));
  }

  private urlOf({ path, query }: RegistryRequest): URL {
    const url = typeof path === 'string' ? new URL(`${withoutTrailing(this.base.href, '/')}/v2/${path}`) : new URL(path);
    if (url.origin !== this.base.origin)
      throw new Failure('INVALID_RESPONSE', { where: 'Location', why: 'other-origin', detail: url.origin });
    for (const [key, value] of query ?? []) url.searchParams.set(key, value);
    return url;
  }

  /** GET and HEAD are tried again after a cut connection and after 429 and 5xx, politely. */
  private async persist(url: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Received> {
    const again = (answer: Received): number | false => {
      const delay = retryAfterMs(answer.headers) ?? 0;
      return isPassingStatus(answer.status) && delay <= LONGEST_WAIT && delay;
    };
    try {
      // A stream takes as long as it takes, and says nothing of how many may be asked at once.
      const isLong = asked.stream || isStream(asked.body);
      return await retry(() => (isLong ? this.follow(url, asked, authorization) : this.inTurn(url, asked, authorization)), {
        tries: asked.method === 'GET' || asked.method === 'HEAD' ? TRIES : 1,
        pause: FIRST_PAUSE,
        when: isPassing,
        again,
        signal: asked.signal,
      });
    } catch (error) {
      throw await this.explained(error, url);
    }
  }

  /** A connection that is closed without a word may be one that wants a client certificate. */
  private async explained(error: unknown, url: URL): Promise<unknown> {
    if (!isPassing(error) || url.protocol !== 'https:' || this.connection.clientCertificate !== '') return error;
    return (await missingCertificate(this.connection, this.network, url).catch(() => undefined)) ?? error;
  }

  private async inTurn(url: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Received> {
    const end = await this.pace.turn(asked.signal);
    const started = performance.now();
    try {
      const answer = await this.follow(url, asked, authorization);
      const retryAfter = retryAfterMs(answer.headers);
      // A wait of hours is a quota, not an overload: it is told to the person, and other requests may still be answered.
      if (isPassingStatus(answer.status)) this.pace.overloaded(retryAfter === undefined ? undefined : Math.min(retryAfter, LONGEST_WAIT));
      else this.pace.answered(performance.now() - started);
      this.quota = readQuota(answer.headers) ?? this.quota;
      if (this.product === 'unknown' || this.product === 'distribution') {
        const seen = recognise(this.base.hostname, challengesOf(answer), answer.headers);
        if (seen !== 'unknown') this.product = seen;
      }
      return answer;
    } finally {
      end();
    }
  }

  /** Follows redirects by hand: Authorization stays behind at the first foreign origin and does not come back. */
  private async follow(start: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Received> {
    let url = start;
    let credential = authorization;
    for (let hops = 0; ; hops++) {
      const answer = await this.once(url, asked, credential);
      const location = header(answer.headers.location);
      const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && location !== undefined;
      if (!isRedirect || (asked.method !== 'GET' && asked.method !== 'HEAD')) return answer;
      if (hops === MAX_REDIRECTS)
        throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirects', detail: String(MAX_REDIRECTS) });
      if (!URL.canParse(location, url.href)) throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirect-no-address' });
      const next = new URL(location, url);
      if (next.protocol !== 'https:' && next.protocol !== 'http:')
        throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirect-scheme', detail: next.protocol.slice(0, 50) });
      if (url.protocol === 'https:' && next.protocol === 'http:')
        throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirect-to-http' });
      if (next.origin !== this.base.origin) credential = undefined;
      url = next;
    }
  }

  /**
   * The client certificate is for the registry alone, and a redirect may lead no nearer than the registry is itself (docs/protocol.md section 4).
   * @throws Failure INVALID_RESPONSE, NETWORK.
   */
  private async dispatcherFor(url: URL): Promise<Dispatcher> {
    if (url.origin === this.base.origin) return this.dispatcher('registry', { to: 'registry' });
    const own = await this.ownClass();
    return this.dispatcher(own, await elsewhere(this.connection, this.network, own, url, refusedRedirect));
  }

  private dispatcher(key: 'registry' | AddressClass, options: DispatcherOptions): Promise<Dispatcher> {
    const made = this.dispatchers.get(key) ?? createDispatcher(this.connection, this.network, options);
    this.dispatchers.set(key, made);
    return made.catch((error: unknown) => {
      // A keychain that was locked may be open the next time.
      this.dispatchers.delete(key);
      throw error;
    });
  }

  /** How near the registry is; asked again after a minute, because a laptop moves between networks. */
  private ownClass(): Promise<AddressClass> {
    if (this.own && performance.now() - this.own.at < OWN_CLASS_AGE) return this.own.found;
    const found = nearnessOf(this.connection, this.network, this.base);
    this.own = { at: performance.now(), found };
    return found.catch((error: unknown) => {
      this.own = undefined;
      throw error;
    });
  }

  private async once(url: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Received> {
    const headers = {
      'user-agent': this.network.userAgent,
      'accept-encoding': 'identity',
      ...asked.headers,
      ...(authorization ? { authorization } : {}),
    };
    try {
      const answer = await request(url, {
        dispatcher: await this.dispatcherFor(url),
        method: asked.method,
        headers,
        body: asked.body ?? null,
        ...(asked.patience === undefined ? {} : { headersTimeout: asked.patience }),
        signal: asked.signal ?? null,
      });
      const encoding = header(answer.headers['content-encoding']);
      // The bytes of a blob have to be those of its digest.
      if (asked.stream && asked.expect.includes(answer.statusCode) && encoding && encoding !== 'identity') {
        answer.body.on('error', () => {}).destroy();
        throw new Failure('INVALID_RESPONSE', { where: asked.what, why: 'encoding-unknown', detail: encoding.slice(0, 50) });
      }
      const wanted = asked.expect.includes(answer.statusCode);
      const { floor } = this.network;
      if (wanted && asked.stream) return { status: answer.statusCode, headers: answer.headers, body: NOTHING, stream: answer.body };
      const body = wanted
        ? await readBody(
            decoded(withDeadline(answer.body, floor ?? BODY_FLOOR), encoding, asked.what),
            asked.limit ?? limits.errorBody,
            asked.what,
          )
        : await readErrorBody(decoded(withDeadline(answer.body, floor ?? ERROR_BODY_FLOOR), encoding, asked.what), limits.errorBody);
      return { status: answer.statusCode, headers: answer.headers, body };
    } catch (error) {
      if (asked.signal?.aborted) throw asked.signal.reason;
      const failure = failureOfSocket(error, url, []);
      throw isFailure(failure, 'TLS') && failure.data.chain.length === 0 && url.protocol === 'https:'
        ? failureOfSocket(error, url, await readChain(this.connection, this.network, url))
        : failure;
    }
  }
}

const refusedRedirect = (): Failure => new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirect-nearer' });

/** ECR says of a password that has expired 403 and no challenge. */
const isExpired = (answer: Answer): boolean => /authorization token has expired/i.test(answer.body.toString('utf8'));

const challengesOf = (answer: Answer): Challenge[] => parseChallenges(all(answer.headers['www-authenticate']));
