import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { Agent } from 'undici';
import { Failure } from '../../shared/errors.ts';
import type { NetworkOptions, RegistryConnection } from './connection.ts';
import { type AddressClass, classifyAddress, mayReach } from './realm.ts';

const CONNECT_TIMEOUT = 10_000;
const ANSWER_TIMEOUT = 30_000;
/** Distribution answers 32 at once more slowly than 8 (protocol.md section 6). */
const CONNECTIONS = 16;

async function tlsOptions(connection: RegistryConnection): Promise<{ ca?: string[]; cert?: string; key?: string }> {
  const key = connection.clientCertificate === '' ? undefined : await connection.clientKey();
  return {
    // An own authority is added to the ones that Node trusts; given alone it would replace them.
    ...(connection.ca === '' ? {} : { ca: [...getCACertificates('default'), connection.ca] }),
    ...(key === undefined ? {} : { cert: connection.clientCertificate, key }),
  };
}

/** The dispatcher of a connection: keep-alive, its own authorities and client certificate, time-outs. */
export async function createDispatcher(connection: RegistryConnection, network: NetworkOptions, lookup = network.lookup): Promise<Agent> {
  try {
    return new Agent({
      connections: CONNECTIONS,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      headersTimeout: ANSWER_TIMEOUT,
      bodyTimeout: ANSWER_TIMEOUT,
      connect: { timeout: CONNECT_TIMEOUT, ...(await tlsOptions(connection)), ...(lookup ? { lookup } : {}) },
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('TLS', {
      host: new URL(connection.url).host,
      reason: 'client-certificate',
      detail: error instanceof Error ? error.message : '',
      chain: [],
    });
  }
}

/** Every address of a host. */
export function resolveHost(hostname: string, lookup: LookupFunction = systemLookup): Promise<string[]> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return Promise.resolve([bare]);
  return new Promise((resolve, reject) => {
    lookup(bare, { all: true }, (error, address) => {
      if (error) reject(error);
      else resolve(Array.isArray(address) ? address.map((entry) => entry.address) : [address]);
    });
  });
}

/** The nearest class among a host's addresses: one that is partly loopback counts as loopback. */
export function nearestClass(addresses: readonly string[]): AddressClass {
  const classes = addresses.map(classifyAddress);
  return classes.includes('special') ? 'special' : classes.includes('private') ? 'private' : 'public';
}

/** A resolver that hands out only what is allowed, at the moment of connecting, so that a name cannot change in between. */
export function guardedLookup(
  registry: AddressClass,
  refused: (address: string) => Error,
  lookup: LookupFunction = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const entries = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const bad = entries.find((entry) => !mayReach(registry, classifyAddress(entry.address)));
      const first = entries[0];
      if (bad || !first) return callback(refused(bad?.address ?? ''), '', 0);
      if (options.all) callback(null, entries);
      else callback(null, first.address, first.family);
    });
  };
}
