import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressClass, classifyAddress } from '../auth/realm.ts';

/** Every address of a host. @throws the resolver's error. */
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
function nearestClass(addresses: readonly string[]): AddressClass {
  const classes = addresses.map(classifyAddress);
  return classes.includes('special') ? 'special' : classes.includes('private') ? 'private' : 'public';
}

/** The class of a host, by its nearest address. @throws the resolver's error. */
export async function classOfHost(hostname: string, lookup: LookupFunction | undefined): Promise<AddressClass> {
  return nearestClass(await resolveHost(hostname, lookup));
}

/** A resolver that hands out only what is allowed, at the moment of connecting, so that a name cannot change in between. */
export function guardedLookup(
  allows: (address: AddressClass) => boolean,
  refused: () => Error,
  lookup: LookupFunction = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const entries = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const bad = entries.find((entry) => !allows(classifyAddress(entry.address)));
      const first = entries[0];
      if (bad || !first) return callback(refused(), '', 0);
      if (options.all) callback(null, entries);
      else callback(null, first.address, first.family);
    });
  };
}
