import type { LookupFunction } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool, ProxyAgent } from 'undici';
import { assertNever } from '../../../shared/assert-never.ts';
import { Failure } from '../../../shared/errors.ts';
import type { Endpoint, NetworkOptions } from '../endpoint.ts';
import { type Route, routeOf } from './proxy.ts';
import { chainOf } from './socket-failure.ts';
import { secureContextOf } from './trust.ts';
import { WithoutNetwork } from './without-network.ts';

const CONNECT_TIMEOUT = 10_000;
const ANSWER_TIMEOUT = 30_000;
/** As many as are ever asked at once (`pace.ts`), and one for what the person clicks on. */
const CONNECTIONS = 65;

/** Looks at a socket before anything is sent over it; an error ends it. */
type Check = (socket: TLSSocket) => Error | undefined;

export type DispatcherOptions = {
  /** The client certificate and the pinned fingerprint are for the registry's own origin only. */
  readonly to: 'registry' | 'elsewhere';
  readonly lookup?: LookupFunction | undefined;
  /** Over HTTP/2 where the server offers it, one connection for all requests (docs/decisions/http2.md): for small answers, and on a direct way only. */
  readonly multiplexed?: true;
  /** Takes the place of every check of the server's certificate. For looking at a chain; nothing may be sent. */
  readonly inspect?: Check;
  /** No newer TLS than 1.2, whose handshake tells more. */
  readonly tls12?: boolean;
};

function checkFingerprint(connection: Endpoint): Check {
  return (socket) => {
    const chain = chainOf(socket.getPeerCertificate(true));
    if (chain[0]?.fingerprint === connection.fingerprint) return undefined;
    return new Failure('TLS', { host: new URL(connection.url).host, reason: 'pin-changed', detail: connection.fingerprint, chain });
  };
}

/** A connector that hands a TLS socket on only after `check`. Sessions are not resumed: a resumed one is not verified again by Node. */
function checked(connect: buildConnector.connector, check: Check | undefined): buildConnector.connector {
  if (!check) return connect;
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      const refused = socket instanceof TLSSocket ? check(socket) : undefined;
      if (!refused) return callback(null, socket);
      socket.destroy();
      callback(refused, null);
    });
}

async function tlsOptions(connection: Endpoint, { to, inspect, tls12 }: DispatcherOptions, check: Check | undefined) {
  // To a registry over plain http there is no TLS, and to read what is trusted takes a tenth of a second.
  if (to === 'registry' && new URL(connection.url).protocol === 'http:') return {};
  // Nothing is trusted there, so nothing needs to be known.
  if (tls12) return { secureContext: createSecureContext({ maxVersion: 'TLSv1.2' }), rejectUnauthorized: false, maxCachedSessions: 0 };
  const own = to === 'registry' && !inspect;
  const key = own && connection.clientCertificate !== '' ? await connection.clientKey() : undefined;
  const secureContext = secureContextOf(connection, key === undefined ? undefined : { cert: connection.clientCertificate, key });
  return {
    secureContext,
    ...(check ? { rejectUnauthorized: false, maxCachedSessions: 0 } : {}),
  };
}

function compose(route: Route, options: Agent.Options, tls: buildConnector.BuildOptions, check: Check | undefined): Dispatcher {
  // Towards a proxy the usual trust counts; the checks are for the registry behind it.
  const proxyTls = { timeout: CONNECT_TIMEOUT };
  const factory = (origin: string | URL, pool: object): Dispatcher => {
    const { connect, ...rest } = pool as Pool.Options;
    if (typeof connect !== 'function' || new URL(origin).protocol !== 'https:') return new Pool(origin, pool);
    return new Pool(origin, { ...rest, connect: checked(connect as buildConnector.connector, check) });
  };
  switch (route.kind) {
    case 'direct':
      return new Agent({ ...options, connect: checked(buildConnector(tls), check) });
    case 'environment':
      return new EnvHttpProxyAgent({ ...options, connect: checked(buildConnector(tls), check), requestTls: tls, proxyTls, factory });
    case 'proxy':
      return new ProxyAgent({
        ...options,
        uri: route.uri,
        ...(route.authorization === undefined ? {} : { token: route.authorization }),
        requestTls: tls,
        proxyTls,
        factory,
      });
    default:
      return assertNever(route);
  }
}

/**
 * The dispatcher of a connection: its way through the network, keep-alive, its own authorities, client certificate and pinned certificate,
 * time-outs. @throws Failure TLS for certificates that cannot be read, NETWORK for an unusable proxy, KEYCHAIN.
 */
export async function createDispatcher(connection: Endpoint, network: NetworkOptions, asked: DispatcherOptions): Promise<Dispatcher> {
  if (network.answerOf) return new WithoutNetwork(network.answerOf);
  const pinned = connection.fingerprint !== '' && asked.to === 'registry';
  const check = asked.inspect ?? (pinned ? checkFingerprint(connection) : undefined);
  const lookup = asked.lookup ?? network.lookup;
  const route = await routeOf(connection, network);
  const allowH2 = asked.multiplexed === true && route.kind === 'direct';
  const tls = { timeout: CONNECT_TIMEOUT, allowH2, ...(await tlsOptions(connection, asked, check)), ...(lookup ? { lookup } : {}) };
  const options = {
    allowH2,
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    headersTimeout: ANSWER_TIMEOUT,
    bodyTimeout: ANSWER_TIMEOUT,
  };
  return compose(route, options, tls as buildConnector.BuildOptions, check);
}
