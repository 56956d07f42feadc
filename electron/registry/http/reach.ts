import { isIP } from 'node:net';
import type { Failure } from '../../../shared/errors.ts';
import { type AddressClass, mayReach } from '../auth/realm.ts';
import type { Endpoint, NetworkOptions } from '../endpoint.ts';
import type { DispatcherOptions } from './dispatcher.ts';
import { classOfHost, guardedLookup } from './lookup.ts';
import { routeOf } from './proxy.ts';
import { failureOfSocket } from './socket-failure.ts';

const isDirect = async (connection: Endpoint, network: NetworkOptions): Promise<boolean> =>
  (await routeOf(connection, network)).kind === 'direct';

/**
 * How near a host is. A name that only the proxy can resolve counts as public: the proxy reaches it, and nothing of this machine is behind it.
 * @throws Failure NETWORK where no proxy is used.
 */
export function nearnessOf(connection: Endpoint, network: NetworkOptions, host: URL): Promise<AddressClass> {
  return classOfHost(host.hostname, network.lookup).catch(async (error: unknown): Promise<AddressClass> => {
    if (await isDirect(connection, network)) throw failureOfSocket(error, host, []);
    return 'public';
  });
}

/**
 * How an address that a registry names, its token service or where it redirects, is reached: no nearer than the registry is, which is at `own`
 * (docs/protocol.md section 4). @throws what `refused` makes, here or at the moment of connecting.
 */
export async function elsewhere(
  connection: Endpoint,
  network: NetworkOptions,
  own: AddressClass,
  target: URL,
  refused: () => Failure,
): Promise<DispatcherOptions> {
  const allows = (address: AddressClass): boolean => mayReach(own, address);
  // The resolver sees neither an address that is a number nor what a proxy looks up.
  const isResolved = isIP(target.hostname.replace(/^\[|\]$/g, '')) === 0 && (await isDirect(connection, network));
  if (!isResolved && !allows(await nearnessOf(connection, network, target))) throw refused();
  return { to: 'elsewhere', lookup: guardedLookup(allows, refused, network.lookup) };
}
