import type { Connection, ConnectionDraft } from './contract/connections.ts';

/** What decides who receives a secret: the registry, the proxy before it, whose certificates are believed, and which token services may ask. */
export type Way = Pick<Connection, 'url' | 'ca' | 'fingerprint' | 'trustedRealms'> & {
  readonly proxy: Pick<Connection['proxy'], 'kind' | 'url' | 'username'>;
};

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

/** Whether two addresses are of one origin. */
export const isSameOrigin = (one: string, other: string): boolean => originOf(one) !== undefined && originOf(one) === originOf(other);

/** The way that a form describes, for an address in full; `before` is the saved registry that the form is about. */
export function wayOf(draft: ConnectionDraft, url: string, before: Connection | undefined): Way {
  const sameOrigin = before !== undefined && isSameOrigin(before.url, url);
  const given = draft.proxyKind === 'given';
  return {
    url,
    ca: draft.ca.trim(),
    // What was trusted was the certificate of the origin before.
    fingerprint: !sameOrigin && draft.fingerprint === before?.fingerprint ? '' : draft.fingerprint,
    trustedRealms: [...new Set([...(sameOrigin ? before.trustedRealms : []), ...draft.trustedRealms])],
    proxy: { kind: draft.proxyKind, url: given ? draft.proxyUrl : '', username: given ? draft.proxyUsername : '' },
  };
}

/** Whether a form leaves the saved password of the registry's proxy in use: it is for that proxy and that name. */
export const keepsProxyPassword = (before: Connection | undefined, { proxyUrl, proxyUsername }: ConnectionDraft): boolean =>
  before?.proxy.hasPassword === true && before.proxy.url === proxyUrl && before.proxy.username === proxyUsername;

/** Whether both lead to the same registry in the same way: only then may a secret that was saved for the one be used for the other. */
export function isSameWay(one: Way, other: Way): boolean {
  const realms = (way: Way): string => way.trustedRealms.toSorted().join(' ');
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
