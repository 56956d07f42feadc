import ipaddr from 'ipaddr.js';
import { getDomain } from 'tldts';

/** How far away an address is: the further away the registry, the fewer addresses its token service may be at. */
export type AddressClass = 'special' | 'private' | 'public';

export type RealmDecision = 'allowed' | 'foreign' | 'downgrade' | 'invalid';

/**
 * Whether a password may go to the token service that a registry names: silently on the same host or registrable domain, or where the
 * person agreed to that host; never from https to http (docs/protocol.md section 4).
 */
export function decideRealm(registry: URL, realm: URL, trustedHosts: readonly string[]): RealmDecision {
  if (realm.protocol !== 'https:' && realm.protocol !== 'http:') return 'invalid';
  if (realm.username !== '' || realm.password !== '') return 'invalid';
  if (registry.protocol === 'https:' && realm.protocol !== 'https:') return 'downgrade';
  if (realm.hostname === registry.hostname) return 'allowed';
  const site = getDomain(registry.hostname, { allowPrivateDomains: true });
  if (site !== null && site === getDomain(realm.hostname, { allowPrivateDomains: true })) return 'allowed';
  return trustedHosts.includes(realm.host) ? 'allowed' : 'foreign';
}

/**
 * Where clouds answer with the credentials of this machine, besides link-local 169.254.169.254: AWS and Google over IPv6, Alibaba, Azure's
 * wire server.
 */
const METADATA: ReadonlySet<string> = new Set(['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200', '168.63.129.16']);

/** The IPv4 address that a NAT64 address stands for (RFC 6052 section 2.1). */
function throughNat64(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6) || !address.match(NAT64, 96)) return address;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

const NAT64 = ipaddr.IPv6.parse('64:ff9b::');
/** IPv4-compatible addresses, deprecated, ::1 and :: among them (RFC 4291 section 2.5.5.1). */
const COMPATIBLE = ipaddr.IPv6.parse('::');

/**
 * Loopback, link-local, metadata and other special addresses are `special`; private ranges `private`; an IPv4 address in IPv6, mapped or by
 * NAT64, counts as itself.
 */
export function classifyAddress(text: string): AddressClass {
  if (!ipaddr.isValid(text)) return 'special';
  const address = throughNat64(ipaddr.process(text));
  if (METADATA.has(address.toString())) return 'special';
  if (address instanceof ipaddr.IPv6 && address.match(COMPATIBLE, 96)) return 'special';
  switch (address.range()) {
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

/** Whether a registry at `registry` may send us to `target`, its token service or where it redirects: never nearer than it is itself. */
export function mayReach(registry: AddressClass, target: AddressClass): boolean {
  const distance: Record<AddressClass, number> = { special: 0, private: 1, public: 2 };
  return distance[target] >= distance[registry];
}
