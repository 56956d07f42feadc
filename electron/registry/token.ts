import { type Agent, request } from 'undici';
import { z } from 'zod';
import { Failure } from '../../shared/errors.ts';
import { parseJson } from '../../shared/json.ts';
import { readBody, readErrorBody } from './body.ts';
import type { NetworkOptions, RegistryConnection } from './connection.ts';
import { createDispatcher, guardedLookup, nearestClass, resolveHost } from './dispatcher.ts';
import { failureOfAnswer, failureOfSocket } from './failure.ts';
import { limits } from './limits.ts';
import { type AddressClass, mayReach } from './realm.ts';
import type { Token } from './token-cache.ts';

export type TokenRequest = { readonly realm: URL; readonly service: string; readonly scopes: readonly string[] };

const DEFAULT_LIFE = 60_000;

const tokenAnswer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().positive().optional().catch(undefined),
});

/** Refuses a token service at an address nearer than the registry's own; a name is checked again at the moment of connecting. */
async function realmDispatcher(connection: RegistryConnection, network: NetworkOptions, realm: URL, unsafe: () => Failure): Promise<Agent> {
  const registry = new URL(connection.url);
  if (realm.hostname === registry.hostname) return createDispatcher(connection, network);
  const [registryClass, realmClass] = await Promise.all([classOf(registry, network), classOf(realm, network)]);
  if (!mayReach(registryClass, realmClass)) throw unsafe();
  return createDispatcher(connection, network, guardedLookup(registryClass, unsafe, network.lookup));
}

async function classOf(url: URL, network: NetworkOptions): Promise<AddressClass> {
  return nearestClass(await resolveHost(url.hostname, network.lookup));
}

function readToken(body: Buffer): Token {
  const parsed = tokenAnswer.safeParse(parseJson(body.toString('utf8'), 'token'));
  const value = parsed.success ? (parsed.data.token ?? parsed.data.access_token) : undefined;
  // A token becomes a header: anything that is no printable ASCII is not one.
  if (!parsed.success || !value || !/^[\x21-\x7e]+$/.test(value))
    throw new Failure('INVALID_RESPONSE', { where: 'token', why: 'no token in the answer' });
  const life = parsed.data.expires_in === undefined ? DEFAULT_LIFE : parsed.data.expires_in * 1000;
  return { value, expiresAt: Date.now() + life };
}

/**
 * Asks a token service for a token (distribution `spec/auth/token.md`): one GET, no redirect followed. `password` is a whole
 * Authorization header, or undefined for an anonymous token. Not tied to one request's signal: others may be waiting for the same token. @throws Failure UNAUTHORIZED when the service refuses the password.
 */
export async function fetchToken(
  connection: RegistryConnection,
  network: NetworkOptions,
  { realm, service, scopes }: TokenRequest,
  password: string | undefined,
): Promise<Token> {
  const host = new URL(connection.url).host;
  const unsafe = (): Failure => new Failure('UNAUTHORIZED', { host, challenge: 'bearer', reason: 'unsafe-realm', realm: realm.host });
  const url = new URL(realm);
  if (service !== '') url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  try {
    const dispatcher = await realmDispatcher(connection, network, realm, unsafe);
    try {
      const headers = {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': network.userAgent,
        ...(password ? { authorization: password } : {}),
      };
      const answer = await request(url, { dispatcher, headers });
      if (answer.statusCode === 200) return readToken(await readBody(answer.body, limits.token, 'token'));
      const body = await readErrorBody(answer.body, limits.errorBody);
      if (answer.statusCode === 401 || (answer.statusCode === 403 && password)) {
        throw new Failure('UNAUTHORIZED', {
          host,
          challenge: 'bearer',
          reason: password ? 'rejected' : 'no-credentials',
          realm: realm.host,
        });
      }
      throw failureOfAnswer({ status: answer.statusCode, body, headers: answer.headers }, realm.host, 'token', 'sign-in');
    } finally {
      void dispatcher.close().catch(() => {});
    }
  } catch (error) {
    throw failureOfSocket(error, realm.host, []);
  }
}
