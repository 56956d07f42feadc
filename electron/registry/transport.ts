import type { Quota } from '../../shared/contract/connections.ts';
import { Failure, isFailure } from '../../shared/errors.ts';
import { productOf, productOfHost, type RecognisedProduct } from '../../shared/products/products.ts';
import { withoutTrailing } from '../../shared/text.ts';
import { Authorizer } from './auth/authorizer.ts';
import { type Challenge, parseChallenges } from './auth/challenge.ts';
import type { Grant } from './auth/grant.ts';
import type { Endpoint, NetworkOptions } from './endpoint.ts';
import { Courtesy, isSentOnce } from './http/background.ts';
import { missingCertificate } from './http/certificate.ts';
import { Dispatchers } from './http/dispatchers.ts';
import { type Answer, failureOfAnswer, isPassingStatus, retryAfterMs, withErrors } from './http/failure.ts';
import { MAX_REDIRECTS } from './http/limits.ts';
import { Pace } from './http/pace.ts';
import { readQuota } from './http/quota.ts';
import { redirectOf } from './http/redirect.ts';
import { retry } from './http/retry.ts';
import { isStream, type Received, type RegistryRequest, sendOnce } from './http/send.ts';
import { isNoHttp, isPassing } from './http/socket-failure.ts';
import { recogniseAnswer } from './products/recognise.ts';

const TRIES = 3;
/** ms. */
const FIRST_PAUSE = 200;
const LONGEST_WAIT = 10_000;

const all = (value: string | string[] | undefined): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** An answer, and the sign-in that it was given to. */
type SignedIn = { readonly answer: Received; readonly authorization: string | undefined };

/** Speaks HTTP to one registry: sign-in, redirects, retries, limits, pace. Credentials go to its origin alone. */
export class Transport {
  readonly base: URL;
  /** Which product answers, as far as its answers gave it away. */
  product: RecognisedProduct;
  /** What the registry last said of the number of requests that are left. */
  quota: Quota | undefined;
  private readonly endpoint: Endpoint;
  private readonly network: NetworkOptions;
  private readonly authorizer: Authorizer;
  private readonly pace = new Pace();
  private readonly courtesy = new Courtesy();
  private readonly dispatchers: Dispatchers;
  private readonly onEnd: (error?: unknown) => void;
  /** Whether connections stay open after a HEAD: until the registry sends a body after one. */
  private headsStay = true;

  /** `onEnd` is told of every exchange how it ended. */
  constructor(endpoint: Endpoint, network: NetworkOptions, onEnd: (error?: unknown) => void = () => {}) {
    this.onEnd = onEnd;
    this.endpoint = endpoint;
    this.network = network;
    this.base = new URL(endpoint.url);
    this.authorizer = new Authorizer(endpoint, network);
    this.dispatchers = new Dispatchers(endpoint, network);
    const byHost = productOfHost(this.base.hostname);
    this.product = byHost === 'unknown' ? (network.seenProducts?.get(this.base.origin) ?? byHost) : byHost;
  }

  /** Sends and reads whole. @throws Failure for every status that was not expected, every socket error and every limit. */
  async send(asked: RegistryRequest): Promise<Received & { readonly url: URL }> {
    try {
      const answer = await this.exchange(asked);
      this.onEnd();
      return answer;
    } catch (error) {
      const shown = isFailure(error) ? (await this.authorizer.hider()).failure(error) : error;
      if (!asked.signal?.aborted) this.onEnd(shown);
      throw shown;
    }
  }

  /**
   * Sends to where a redirect of this registry led before: without a sign-in, and as near as that redirect might lead. Undefined where it no longer
   * answers as expected, because such addresses expire: ask the registry again. @throws Failure for socket errors.
   */
  async sendElsewhere(url: URL, asked: RegistryRequest): Promise<Received | undefined> {
    const answer = await this.persist(url, asked, undefined);
    if (asked.expect.includes(answer.status)) return answer;
    answer.stream?.on('error', () => {}).destroy();
    return undefined;
  }

  private async exchange(asked: RegistryRequest): Promise<Received & { readonly url: URL }> {
    const url = this.urlOf(asked);
    const signedIn = await this.signedIn(url, asked);
    const answer = await this.renewed(url, asked, signedIn);
    if (asked.expect.includes(answer.status) && answer.status < 400) return { ...answer, url };
    const hidden = await this.hidden(answer);
    if (asked.expect.includes(answer.status)) return { ...hidden, url };
    if (answer.status === 401) throw withErrors(await this.authorizer.refusal(challengesOf(answer), asked.scopes, asked.action), hidden);
    throw failureOfAnswer(hidden, this.base.host, asked);
  }

  /** Sends, and answers the challenges that come. @throws Failure UNAUTHORIZED, FORBIDDEN where they cannot be answered. */
  private async signedIn(url: URL, asked: RegistryRequest): Promise<SignedIn> {
    let authorization = await (asked.eager ? this.authorizer.eager() : this.authorizer.known(asked.scopes));
    let answer = await this.persist(url, asked, authorization);
    // The token may have expired under way: a second round drops it and asks for another.
    for (let round = 0; answer.status === 401 && round < 2; round++) {
      const refused = authorization;
      authorization = await this.authorizer
        .answer(challengesOf(answer), asked.scopes, refused, asked.action)
        .catch(async (error: unknown) => Promise.reject(withErrors(error, await this.hidden(answer))));
      // A stream can be sent once: the caller makes another and sends it with the new token.
      if (isStream(asked.body)) throw new Failure('UNAUTHORIZED', { host: this.base.host, challenge: '', reason: 'expired' });
      answer = await this.persist(url, asked, authorization);
      if (refused === undefined && answer.status === 401) break;
    }
    return { answer, authorization };
  }

  /** The answer to a password fetched again, where this one means that the old one has expired. */
  private async renewed(url: URL, asked: RegistryRequest, { answer, authorization }: SignedIn): Promise<Received> {
    // A HEAD has no body to say why.
    const mayBeExpired = answer.status === 403 && asked.method === 'HEAD' && productOf(this.product).expiresWith403;
    if (answer.status !== 403 || !(isExpired(answer) || mayBeExpired)) return answer;
    const renewed = await this.authorizer.renewed(asked.scopes, authorization).catch((error: unknown) => {
      if (!mayBeExpired) throw error;
    });
    return renewed ? this.persist(url, asked, renewed) : answer;
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

  /** How many requests may be under way now. */
  get width(): number {
    return this.pace.limit;
  }

  /** Ends the connections that are open. */
  close(): Promise<void> {
    return this.dispatchers.close();
  }

  private urlOf({ path, query }: RegistryRequest): URL {
    const url = typeof path === 'string' ? new URL(`${withoutTrailing(this.base.href, '/')}/v2/${path}`) : new URL(path);
    if (url.origin !== this.base.origin)
      throw new Failure('INVALID_RESPONSE', { where: 'upload', why: 'other-origin', detail: url.origin });
    for (const [key, value] of query ?? []) url.searchParams.set(key, value);
    return url;
  }

  /** GET and HEAD are tried again after a cut connection and after 429 and 5xx, politely. */
  private async persist(url: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Received> {
    const again = (answer: Received): number | false => {
      const delay = retryAfterMs(answer.headers) ?? 0;
      return isPassingStatus(answer.status) && delay <= LONGEST_WAIT && delay;
    };
    const headStays = asked.method === 'HEAD' && this.headsStay;
    const when = (error: unknown): boolean => {
      if (!headStays || !isNoHttp(error)) return isPassing(error);
      this.headsStay = false;
      return true;
    };
    try {
      // A stream takes as long as it takes, and says nothing of how many may be asked at once.
      const isLong = asked.stream || isStream(asked.body);
      return await retry(() => (isLong ? this.follow(url, asked, authorization) : this.inTurn(url, asked, authorization)), {
        tries: !isSentOnce() && (asked.method === 'GET' || asked.method === 'HEAD') ? TRIES : 1,
        pause: FIRST_PAUSE,
        when,
        again,
        signal: asked.signal,
      });
    } catch (error) {
      throw await this.explained(error, url);
    }
  }

  /** A connection that is closed without a word may be one that wants a client certificate. */
  private async explained(error: unknown, url: URL): Promise<unknown> {
    if (!isPassing(error) || url.protocol !== 'https:' || this.endpoint.clientCertificate !== '') return error;
    return (await missingCertificate(this.endpoint, this.network, url).catch(() => undefined)) ?? error;
  }

  private async inTurn(url: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Received> {
    const leave = await this.courtesy.turn(asked.signal);
    const turn = await this.pace.turn(asked.signal).catch((error: unknown) => {
      leave();
      throw error;
    });
    try {
      const answer = await this.follow(url, asked, authorization);
      const retryAfter = retryAfterMs(answer.headers);
      // A wait of hours is a quota, not an overload: it is shown to the person, and other requests may still be answered.
      if (isPassingStatus(answer.status)) turn.overloaded(retryAfter === undefined ? undefined : Math.min(retryAfter, LONGEST_WAIT));
      else turn.answered();
      this.noteQuota(readQuota(answer.headers));
      if (this.product === 'unknown' || this.product === 'distribution') {
        const seen = recogniseAnswer(challengesOf(answer), answer.headers);
        if (seen !== 'unknown') this.noteProduct(seen);
      }
      return answer;
    } finally {
      turn.end();
      leave();
    }
  }

  private noteProduct(product: RecognisedProduct): void {
    if (product !== this.product) this.network.seenProducts?.set(this.base.origin, product);
    this.product = product;
  }

  private noteQuota(quota: Quota | undefined): void {
    if (!quota) return;
    if (!this.quota) this.pace.counted();
    this.quota = quota;
  }

  /** Follows redirects by hand: Authorization stays behind at the first foreign origin and does not come back. */
  private async follow(start: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Received> {
    const isLong = asked.stream === true || isStream(asked.body);
    const follows = asked.method === 'GET' || asked.method === 'HEAD';
    let url = start;
    let credential = start.origin === this.base.origin ? authorization : undefined;
    for (let hops = 0; ; hops++) {
      const to = url;
      const stays = asked.method === 'HEAD' && this.headsStay && to.origin === this.base.origin;
      const asks = isLong ? 'stream' : stays ? 'head' : 'whole';
      const hop = { url, authorization: credential, dispatcher: () => this.dispatchers.for(to, asks), stays };
      const answer = await sendOnce(hop, asked, this.endpoint, this.network);
      const next = follows ? redirectOf(answer, url) : undefined;
      if (!next) return url.origin === this.base.origin ? answer : { ...answer, elsewhere: url };
      if (hops === MAX_REDIRECTS)
        throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirects', detail: String(MAX_REDIRECTS) });
      if (next.origin !== this.base.origin) credential = undefined;
      url = next;
    }
  }
}

/** ECR says of a password that has expired 403 and no challenge. */
const isExpired = (answer: Answer): boolean => /authorization token has expired/i.test(answer.body.toString('utf8'));

const challengesOf = (answer: Answer): Challenge[] => parseChallenges(all(answer.headers['www-authenticate']));
