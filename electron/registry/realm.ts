import ipaddr from 'ipaddr.js';
import { getDomain } from 'tldts';

/** How far away an address is: the further away the registry, the fewer addresses its token service may be at. */
export type AddressClass = 'special' | 'private' | 'public';

export type RealmDecision = 'allowed' | 'foreign' | 'downgrade' | 'invalid';

const KNOWN_PAIRS = new Map([['registry-1.docker.io', 'auth.docker.io']]);

/**
 * Whether a password may go to the token service that a registry names: silently on the same host or registrable domain, for a known pair,
 * or where the person agreed to that host; never from https to http. (protocol.md section 4)
 */
export function decideRealm(registry: URL, realm: URL, trustedHosts: readonly string[]): RealmDecision {
  if (realm.protocol !== 'https:' && realm.protocol !== 'http:') return 'invalid';
  if (realm.username !== '' || realm.password !== '') return 'invalid';
  if (registry.protocol === 'https:' && realm.protocol !== 'https:') return 'downgrade';
  if (realm.hostname === registry.hostname) return 'allowed';
  if (KNOWN_PAIRS.get(registry.hostname) === realm.hostname) return 'allowed';
  const site = getDomain(registry.hostname, { allowPrivateDomains: true });
  if (site !== null && site === getDomain(realm.hostname, { allowPrivateDomains: true })) return 'allowed';
  return trustedHosts.includes(realm.host) ? 'allowed' : 'foreign';
}

/** Loopback, link-local, metadata and other special addresses are `special`; private ranges `private`; an IPv4 address in IPv6 counts as itself. */
export function classifyAddress(address: string): AddressClass {
  if (!ipaddr.isValid(address)) return 'special';
  switch (ipaddr.process(address).range()) {
    case 'unicast':
      return 'public';
    case 'private':
    case 'uniqueLocal':
    case 'carrierGradeNat':
      return 'private';
    default:
      return 'special';
  }
}

/** Whether a token service at `realm` may be asked by a registry at `registry`. */
export function mayReach(registry: AddressClass, realm: AddressClass): boolean {
  const distance: Record<AddressClass, number> = { special: 0, private: 1, public: 2 };
  return distance[realm] >= distance[registry];
}
