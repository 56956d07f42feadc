import { setTimeout as wait } from 'node:timers/promises';
import { type Agent, request } from 'undici';
import { Failure } from '../../shared/errors.ts';
import { Authorizer } from './auth.ts';
import { readBody, readErrorBody } from './body.ts';
import { readChain } from './certificate.ts';
import { parseChallenges } from './challenge.ts';
import type { NetworkOptions, RegistryConnection } from './connection.ts';
import { createDispatcher } from './dispatcher.ts';
import { type Answer, failureOfAnswer, failureOfSocket, isPassing, isPassingStatus, retryAfterMs } from './failure.ts';
import { type Limit, limits, MAX_REDIRECTS } from './limits.ts';

export type RegistryRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v2/`, already escaped; or a whole URL of the same origin, as an upload's Location gives it. */
  readonly path: string | URL;
  readonly query?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly scopes: readonly string[];
  /** How much of the body is read. */
  readonly limit?: Limit;
  /** Statuses that are answers; any other is thrown as the failure it means. */
  readonly expect: readonly number[];
  /** For the failure's words: what was asked for, and which right it takes. */
  readonly what: string;
  readonly action: string;
  readonly signal?: AbortSignal | undefined;
};

const TRIES = 3;
const LONGEST_WAIT = 10_000;

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
const all = (value: string | string[] | undefined): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** Speaks HTTP to one registry: sign-in, redirects, retries, limits. Credentials go to its origin alone. */
export class Transport {
  readonly base: URL;
  private readonly connection: RegistryConnection;
  private readonly network: NetworkOptions;
  private readonly authorizer: Authorizer;
  private dispatcher: Promise<Agent> | undefined;

  constructor(connection: RegistryConnection, network: NetworkOptions) {
    this.connection = connection;
    this.network = network;
    this.base = new URL(connection.url);
    this.authorizer = new Authorizer(connection, network);
  }

  /** Sends and reads whole. @throws Failure for every status that was not expected, every socket error and every limit. */
  async send(asked: RegistryRequest): Promise<Answer & { readonly url: URL }> {
    const url = this.urlOf(asked);
    let authorization = await this.authorizer.known(asked.scopes);
    let answer = await this.persist(url, asked, authorization);
    // The token may have expired under way: a second round drops it and asks for another.
    for (let round = 0; answer.status === 401 && round < 2; round++) {
      const refused = authorization;
      const challenges = parseChallenges(all(answer.headers['www-authenticate']));
      authorization = await this.authorizer.answer(challenges, asked.scopes, refused);
      answer = await this.persist(url, asked, authorization);
      if (refused === undefined && round === 0 && answer.status === 401) break;
    }
    if (!asked.expect.includes(answer.status)) throw failureOfAnswer(answer, this.base.host, asked.what, asked.action);
    return { ...answer, url };
  }

  /** Ends the connections that are open. */
  async close(): Promise<void> {
    const dispatcher = await this.dispatcher?.catch(() => undefined);
    await dispatcher?.destroy();
  }

  private urlOf({ path, query }: RegistryRequest): URL {
    const url = typeof path === 'string' ? new URL(`${this.base.href.replace(/\/+$/, '')}/v2/${path}`) : new URL(path);
    if (url.origin !== this.base.origin)
      throw new Failure('INVALID_RESPONSE', { where: 'Location', why: `it points to another origin, ${url.origin}` });
    for (const [key, value] of query ?? []) url.searchParams.set(key, value);
    return url;
  }

  /** GET and HEAD are tried again after a cut connection and after 429 and 5xx, politely. */
  private async persist(url: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Answer> {
    const tries = asked.method === 'GET' || asked.method === 'HEAD' ? TRIES : 1;
    for (let attempt = 1; ; attempt++) {
      const pause = 200 * 2 ** (attempt - 1) * (0.5 + Math.random());
      try {
        const answer = await this.follow(url, asked, authorization);
        const delay = Math.max(pause, retryAfterMs(answer.headers['retry-after']) ?? 0);
        if (attempt >= tries || !isPassingStatus(answer.status) || delay > LONGEST_WAIT) return answer;
        await wait(delay, undefined, { signal: asked.signal });
      } catch (error) {
        if (attempt >= tries || !isPassing(error)) throw error;
        await wait(pause, undefined, { signal: asked.signal });
      }
    }
  }

  /** Follows redirects by hand: Authorization stays behind at the first foreign origin and does not come back. */
  private async follow(start: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Answer> {
    let url = start;
    let credential = authorization;
    for (let hops = 0; ; hops++) {
      const answer = await this.once(url, asked, credential);
      const location = header(answer.headers.location);
      const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && location !== undefined;
      if (!isRedirect || (asked.method !== 'GET' && asked.method !== 'HEAD')) return answer;
      if (hops === MAX_REDIRECTS) throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: `more than ${MAX_REDIRECTS} redirects` });
      if (!URL.canParse(location, url)) throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'the Location is not a URL' });
      const next = new URL(location, url);
      if (next.protocol !== 'https:' && next.protocol !== 'http:')
        throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: `to ${next.protocol}` });
      if (url.protocol === 'https:' && next.protocol === 'http:')
        throw new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'from https to http' });
      if (next.origin !== this.base.origin) credential = undefined;
      url = next;
    }
  }

  private async once(url: URL, asked: RegistryRequest, authorization: string | undefined): Promise<Answer> {
    this.dispatcher ??= createDispatcher(this.connection, this.network);
    const dispatcher = await this.dispatcher.catch((error: unknown) => {
      // A keychain that was locked may be open the next time.
      this.dispatcher = undefined;
      throw error;
    });
    const headers = {
      'user-agent': this.network.userAgent,
      'accept-encoding': 'identity',
      ...asked.headers,
      ...(authorization ? { authorization } : {}),
    };
    try {
      const answer = await request(url, {
        dispatcher,
        method: asked.method,
        headers,
        body: asked.body ?? null,
        signal: asked.signal ?? null,
      });
      const encoding = header(answer.headers['content-encoding']);
      if (asked.expect.includes(answer.statusCode) && asked.method === 'GET' && encoding && encoding !== 'identity') {
        await answer.body.dump();
        throw new Failure('INVALID_RESPONSE', { where: asked.what, why: `content-encoding ${encoding}, though none was allowed` });
      }
      const wanted = asked.expect.includes(answer.statusCode);
      const body = wanted
        ? await readBody(answer.body, asked.limit ?? limits.errorBody, asked.what)
        : await readErrorBody(answer.body, limits.errorBody);
      return { status: answer.statusCode, headers: answer.headers, body };
    } catch (error) {
      if (asked.signal?.aborted) throw asked.signal.reason;
      const failure = failureOfSocket(error, url.host, []);
      throw failure instanceof Failure && failure.code === 'TLS' && url.protocol === 'https:'
        ? failureOfSocket(error, url.host, await readChain(url))
        : failure;
    }
  }
}
