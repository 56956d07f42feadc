import { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import { Failure, isFailure } from '../../../shared/errors.ts';
import type { Action, Part } from '../../../shared/reasons.ts';
import type { Endpoint, NetworkOptions } from '../endpoint.ts';
import { decoded, readBody, readErrorBody } from './body.ts';
import { readChain } from './certificate.ts';
import { withDeadline } from './deadline.ts';
import { type Answer, headerOf } from './failure.ts';
import { BODY_FLOOR, ERROR_BODY_FLOOR, type Limit, limits } from './limits.ts';
import { handedTo, noteAsked } from './silence.ts';
import { failureOfSocket } from './socket-failure.ts';
import { receiveWhole } from './whole.ts';

export type RegistryRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v2/`, already escaped; or a whole URL of the same origin, as an upload's Location gives it. */
  readonly path: string | URL;
  readonly query?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes, or a stream of them, which can be sent but once. */
  readonly body?: Buffer | AsyncIterable<Uint8Array>;
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
  /** For the failure's words: what was asked for, its name, and which right it takes. */
  readonly what: Part;
  readonly subject?: string;
  readonly action: Action;
  readonly signal?: AbortSignal | undefined;
};

/** An answer, with its body still to come where that was asked for. */
export type Received = Answer & {
  readonly stream?: Readable;
  /** Where redirects led, where they left the registry. */
  readonly elsewhere?: URL;
};

/** Whether a body can be sent but once. */
export const isStream = (body: RegistryRequest['body']): body is AsyncIterable<Uint8Array> => body !== undefined && !Buffer.isBuffer(body);

const NOTHING = Buffer.alloc(0);

/** Where a request goes, and with which sign-in. */
export type Hop = {
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly dispatcher: () => Promise<Dispatcher>;
  /** Leaves the connection open also after a HEAD, which undici otherwise closes. */
  readonly stays?: boolean;
};

/** The body of an answer: whole, up to the limit and above the slowest speed. @throws Failure INVALID_RESPONSE, TIMEOUT. */
async function bodyOf(
  { body, statusCode, headers }: Dispatcher.ResponseData,
  asked: RegistryRequest,
  { floor }: NetworkOptions,
): Promise<Pick<Received, 'body' | 'stream'>> {
  const encoding = headerOf(headers, 'content-encoding');
  const isWanted = asked.expect.includes(statusCode);
  if (isWanted && asked.stream) {
    if (encoding === '' || encoding === 'identity') return { body: NOTHING, stream: body };
    // The bytes of a blob have to be those of its digest.
    body.on('error', () => {}).destroy();
    throw new Failure('INVALID_RESPONSE', { where: asked.what, why: 'encoding-unknown', detail: encoding.slice(0, 50) });
  }
  const received = decoded(withDeadline(body, floor ?? (isWanted ? BODY_FLOOR : ERROR_BODY_FLOOR)), encoding || undefined, asked.what);
  if (!isWanted) return { body: await readErrorBody(received, limits.errorBody) };
  return { body: await readBody(received, asked.limit ?? limits.errorBody, asked.what) };
}

/** As it goes over the wire. */
type Sent = Pick<Dispatcher.DispatchOptions, 'method' | 'headers' | 'headersTimeout' | 'reset'>;

/** Takes or hands over a body that is a stream. */
async function exchangeStream(
  dispatcher: Dispatcher,
  url: URL,
  { method, ...sent }: Sent,
  body: Readable | Buffer | null,
  asked: RegistryRequest,
  network: NetworkOptions,
): Promise<Received> {
  const answer = await request(url, { ...sent, method: method as Dispatcher.HttpMethod, dispatcher, body, signal: asked.signal ?? null });
  return { status: answer.statusCode, headers: answer.headers, ...(await bodyOf(answer, asked, network)) };
}

/** Most requests: neither body is a stream. */
function exchange(dispatcher: Dispatcher, url: URL, sent: Sent, asked: RegistryRequest, { floor }: NetworkOptions): Promise<Received> {
  const body = (asked.body as Buffer | undefined) ?? null;
  return receiveWhole(
    dispatcher,
    { ...sent, origin: url.origin, path: url.pathname + url.search, body },
    {
      expect: asked.expect,
      limit: asked.limit ?? limits.errorBody,
      where: asked.what,
      floor: (isWanted) => floor ?? (isWanted ? BODY_FLOOR : ERROR_BODY_FLOOR),
      signal: asked.signal,
    },
  );
}

/** Sends one request and reads its answer; follows nothing. @throws Failure for every socket error and every limit. */
export async function sendOnce(
  { url, authorization, dispatcher, stays }: Hop,
  asked: RegistryRequest,
  endpoint: Endpoint,
  network: NetworkOptions,
): Promise<Received> {
  const handed = isStream(asked.body) ? handedTo(url.host, asked.body) : undefined;
  const end = handed?.answered ?? noteAsked(url.host);
  const own = { 'user-agent': network.userAgent, 'accept-encoding': 'identity' };
  const headers = { ...own, ...asked.headers, ...(authorization ? { authorization } : {}) };
  const patience = asked.patience === undefined ? {} : { headersTimeout: asked.patience };
  const sent: Sent = { method: asked.method, headers, ...patience, ...(stays ? { reset: false } : {}) };
  try {
    const to = await dispatcher();
    const body = handed ? Readable.from(handed.parts, { objectMode: false }) : ((asked.body as Buffer | undefined) ?? null);
    if (handed || asked.stream) return await exchangeStream(to, url, sent, body, asked, network);
    return await exchange(to, url, sent, asked, network);
  } catch (error) {
    if (asked.signal?.aborted) throw asked.signal.reason;
    const failure = failureOfSocket(error, url, []);
    const lacksChain = isFailure(failure, 'TLS') && failure.data.chain.length === 0 && url.protocol === 'https:';
    throw lacksChain ? failureOfSocket(error, url, await readChain(endpoint, network, url)) : failure;
  } finally {
    end();
  }
}
