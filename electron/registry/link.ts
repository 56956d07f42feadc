// <target>; rel="next" — the quotes around the target's brackets and around rel are optional in practice.
const LINK = /<([^>]*)>((?:\s*;\s*[^;,="\s]+\s*(?:=\s*(?:"[^"]*"|[^",;\s]*))?)*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))/i;

/**
 * The query of the next page that a `Link` header names (RFC 8288), or undefined at the end. Only the query is taken: the target must be
 * of `origin` (undefined is returned for another), and its path is not trusted, because Artifactory drops the path prefix and Nexus sends
 * an internal one.
 */
export function nextPageQuery(header: string | undefined, current: URL): URLSearchParams | undefined {
  if (!header) return undefined;
  for (const match of header.matchAll(LINK)) {
    const rel = REL.exec(match[2] ?? '');
    if (!(rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes('next')) continue;
    if (!URL.canParse(match[1] ?? '', current)) return undefined;
    const target = new URL(match[1] ?? '', current);
    return target.origin === current.origin ? target.searchParams : undefined;
  }
  return undefined;
}
