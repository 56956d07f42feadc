import type { Connection, ConnectionForm } from './contract/connections.ts';

/** What decides who receives a secret: the registry, the proxy before it, whose certificates are believed, and which token services may ask. */
export type Destination = Pick<Connection, 'url' | 'ca' | 'fingerprint' | 'trustedRealms'> & {
  readonly proxy: Pick<Connection['proxy'], 'kind' | 'url' | 'username'>;
};

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

/** Whether two addresses are of one origin. */
export const isSameOrigin = (one: string, other: string): boolean => originOf(one) !== undefined && originOf(one) === originOf(other);

/** The destination that a form describes, for an address in full; `before` is the saved registry that the form is about. */
export function destinationOf(form: ConnectionForm, url: string, before: Connection | undefined): Destination {
  const sameOrigin = before !== undefined && isSameOrigin(before.url, url);
  const given = form.proxyKind === 'given';
  return {
    url,
    ca: form.ca.trim(),
    // What was trusted was the certificate of the origin before.
    fingerprint: !sameOrigin && form.fingerprint === before?.fingerprint ? '' : form.fingerprint,
    trustedRealms: [...new Set([...(sameOrigin ? before.trustedRealms : []), ...form.trustedRealms])],
    proxy: { kind: form.proxyKind, url: given ? form.proxyUrl : '', username: given ? form.proxyUsername : '' },
  };
}

/** Whether a form leaves the saved password of the registry's proxy in use: it is for that proxy and that name. */
export const keepsProxyPassword = (before: Connection | undefined, { proxyUrl, proxyUsername }: ConnectionForm): boolean =>
  before?.proxy.hasPassword === true && before.proxy.url === proxyUrl && before.proxy.username === proxyUsername;

/** Whether two destinations are the same. A secret saved for one may be used for the other only then. */
export function isSameDestination(one: Destination, other: Destination): boolean {
  const realms = (destination: Destination): string => destination.trustedRealms.toSorted().join(' ');
  return (
    isSameOrigin(one.url, other.url) &&
    one.ca === other.ca &&
    one.fingerprint === other.fingerprint &&
    realms(one) === realms(other) &&
    one.proxy.kind === other.proxy.kind &&
    one.proxy.url === other.proxy.url &&
    one.proxy.username === other.proxy.username
  );
}
