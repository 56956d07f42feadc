import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { Failure } from '../../../shared/errors.ts';
import { parseJson } from '../../../shared/json.ts';
import type { Action } from '../../../shared/reasons.ts';
import type { Credential, Endpoint, NetworkOptions } from '../endpoint.ts';
import { decoded, readBody, readErrorBody } from '../http/body.ts';
import { withDeadline } from '../http/deadline.ts';
import { createDispatcher } from '../http/dispatcher.ts';
import { type Answer, failureOfToken } from '../http/failure.ts';
import { ERROR_BODY_FLOOR, limits } from '../http/limits.ts';
import { elsewhere, nearnessOf } from '../http/reach.ts';
import { failureOfSocket } from '../http/socket-failure.ts';
import { lifeOf } from './grant.ts';
import { hiderOf, secretsOf } from './redact.ts';
import type { Token } from './token-cache.ts';

export type TokenRequest = {
  readonly realm: URL;
  readonly service: string;
  readonly scopes: readonly string[];
  /** The right it is for, as a failure names it. */
  readonly action: Action;
  /** The registry named no scopes: these are ours. */
  readonly unasked?: boolean;
};

/** What a token service is signed in with; undefined for an anonymous token. */
export type TokenCredential = Exclude<Credential, { kind: 'token' }> | undefined;

const DEFAULT_LIFE = 60_000;
/** ms for a whole token request: every other request of the connection may be waiting for it. */
const TIMEOUT = 30_000;
/** ms; what claims more is asked again after a day. */
const LONGEST_LIFE = 86_400_000;
const CLIENT_ID = 'longshore';

const tokenAnswer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().positive().optional().catch(undefined),
});

/** The Authorization header of a name and a password (RFC 7617, UTF-8). */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** For a token service that is no nearer than the registry. @throws what `unsafe` makes, here or at the moment of connecting. */
async function realmDispatcher(connection: Endpoint, network: NetworkOptions, realm: URL, unsafe: () => Failure): Promise<Dispatcher> {
  const registry = new URL(connection.url);
  if (realm.origin === registry.origin) return createDispatcher(connection, network, { to: 'registry' });
  const own = await nearnessOf(connection, network, registry);
  return createDispatcher(connection, network, await elsewhere(connection, network, own, realm, unsafe));
}

function readToken(body: Buffer): Token {
  const parsed = tokenAnswer.safeParse(parseJson(body.toString('utf8'), 'token'));
  const value = parsed.success ? (parsed.data.token ?? parsed.data.access_token) : undefined;
  // A token becomes a header: anything that is no printable ASCII is not one.
  if (!parsed.success || !value || !/^[\x21-\x7e]+$/.test(value))
    throw new Failure('INVALID_RESPONSE', { where: 'token', why: 'no-token' });
  const said = parsed.data.expires_in === undefined ? undefined : parsed.data.expires_in * 1000;
  const life = Math.min(said ?? lifeOf(value) ?? DEFAULT_LIFE, LONGEST_LIFE);
  return { value, expiresAt: performance.now() + life };
}

/** distribution `spec/auth/token.md`: the scopes one by one in the query. */
function ask({ realm, service, scopes }: TokenRequest, authorization: string | undefined) {
  const url = new URL(realm);
  if (service !== '') url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  return { url, method: 'GET', headers: authorization ? { authorization } : {}, body: null } as const;
}

/** distribution `spec/auth/oauth.md`: a form, the scopes joined by spaces. */
function post({ realm, service, scopes }: TokenRequest, grant: Readonly<Record<string, string>>) {
  const form = new URLSearchParams({ ...grant, service, client_id: CLIENT_ID });
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  return { url: realm, method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() } as const;
}

/**
 * The ways to ask, in order; the next is tried where a service does not know the one before (400, 401, 404, 405). A password goes by GET first,
 * which every service knows; an identity token is made for POST.
 */
function waysOf(asked: TokenRequest, credential: TokenCredential) {
  if (!credential) return [ask(asked, undefined)];
  if (credential.kind === 'password') {
    const { username, password } = credential;
    return [ask(asked, basic(username, password)), post(asked, { grant_type: 'password', username, password })];
  }
  const refresh = post(asked, { grant_type: 'refresh_token', refresh_token: credential.token });
  // `<token>` is what Docker writes where there is no name.
  const named = credential.username !== '' && credential.username !== '<token>';
  return named ? [refresh, ask(asked, basic(credential.username, credential.token))] : [refresh];
}

/** A password refused by GET is refused; only a service that does not know GET is asked by POST. */
const isOtherWay = (status: number, method: string): boolean => [400, 404, 405].includes(status) || (status === 401 && method === 'POST');

async function send(dispatcher: Dispatcher, network: NetworkOptions, way: ReturnType<typeof waysOf>[number]): Promise<Answer> {
  const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': network.userAgent, ...way.headers };
  const signal = AbortSignal.timeout(TIMEOUT);
  const answer = await request(way.url, { dispatcher, method: way.method, headers, body: way.body, signal });
  const ok = answer.statusCode === 200;
  const encoding = answer.headers['content-encoding'];
  const received = decoded(withDeadline(answer.body, network.floor ?? ERROR_BODY_FLOOR), encoding?.toString(), 'token');
  const body = ok ? await readBody(received, limits.token, 'token') : await readErrorBody(received, limits.errorBody);
  return { status: answer.statusCode, body, headers: answer.headers };
}

/**
 * Asks a token service for a token, no redirect followed. Not tied to one request's signal: others may be waiting for the same token.
 * @throws Failure UNAUTHORIZED when the service refuses the sign-in.
 */
export async function fetchToken(
  connection: Endpoint,
  network: NetworkOptions,
  asked: TokenRequest,
  credential: TokenCredential,
): Promise<Token> {
  const { host } = new URL(connection.url);
  const { realm } = asked;
  const unsafe = (): Failure => new Failure('UNAUTHORIZED', { host, challenge: 'bearer', reason: 'unsafe-realm', realm: realm.host });
  let dispatcher: Dispatcher | undefined;
  try {
    dispatcher = await realmDispatcher(connection, network, realm, unsafe);
    let first: Answer | undefined;
    for (const way of waysOf(asked, credential)) {
      const answer = await send(dispatcher, network, way);
      if (answer.status === 200) return readToken(answer.body);
      first ??= answer;
      if (!isOtherWay(answer.status, way.method)) break;
    }
    const { status = 0, body = Buffer.alloc(0), headers = {} } = first ?? {};
    const said = { status, body: hiderOf(secretsOf(credential)).body(body), headers };
    throw failureOfToken(said, { host, realm: realm.host, action: asked.action, hasCredential: credential !== undefined });
  } catch (error) {
    throw failureOfSocket(error, realm, []);
  } finally {
    void dispatcher?.close().catch(() => {});
  }
}
