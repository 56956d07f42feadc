// <target>; rel="next" — the quotes around the target's brackets and around rel are optional in practice.
const LINK = /<([^>]*)>((?:\s*;\s*[^;,="\s]+\s*(?:=\s*(?:"[^"]*"|[^",;\s]*))?)*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))/i;

/**
 * The query of the next page that a `Link` header names (RFC 8288), undefined at the end, `unusable` where there is a next page that may not
 * be followed. Only the query is taken: the target must be of our origin, and its path is not trusted, because Artifactory drops the path prefix and Nexus sends
 * an internal one.
 */
export function nextPageQuery(header: string | undefined, current: URL): URLSearchParams | 'unusable' | undefined {
  if (!header) return undefined;
  for (const match of header.matchAll(LINK)) {
    const rel = REL.exec(match[2] ?? '');
    if (!(rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes('next')) continue;
    if (!URL.canParse(match[1] ?? '', current)) return 'unusable';
    const target = new URL(match[1] ?? '', current);
    return target.origin === current.origin ? target.searchParams : 'unusable';
  }
  return undefined;
}
