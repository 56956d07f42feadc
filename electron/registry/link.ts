type Link = { readonly target: string; readonly params: readonly string[] };

/** The links of a header: `<target>; rel="next"`, where the quotes are optional in practice. One pass over the text, whatever it holds. */
function* linksOf(header: string): Generator<Link> {
  let open = header.indexOf('<');
  while (open !== -1) {
    const close = header.indexOf('>', open);
    if (close === -1) return;
    const params: string[] = [];
    let start = close + 1;
    let end = start;
    let quoted = false;
    for (; end < header.length && (quoted || header[end] !== ','); end++) {
      if (header[end] === '"') quoted = !quoted;
      else if (header[end] === '\\' && quoted) end++;
      else if (header[end] === ';' && !quoted) {
        params.push(header.slice(start, end));
        start = end + 1;
      }
    }
    params.push(header.slice(start, end));
    yield { target: header.slice(open + 1, close), params };
    open = header.indexOf('<', end);
  }
}

function isNext({ params }: Link): boolean {
  return params.some((param) => {
    const at = param.indexOf('=');
    if (at === -1 || param.slice(0, at).trim().toLowerCase() !== 'rel') return false;
    const value = param.slice(at + 1).trim();
    return value.replaceAll('"', '').toLowerCase().split(/\s+/).includes('next');
  });
}

/**
 * The query of the next page that a `Link` header names (RFC 8288), undefined at the end, `unusable` where there is a next page that may not
 * be followed. Only the query is taken: the target must be of our origin, and its path is not trusted, because Artifactory drops the path prefix and Nexus sends
 * an internal one.
 */
export function nextPageQuery(header: string | undefined, current: URL): URLSearchParams | 'unusable' | undefined {
  if (!header) return undefined;
  for (const link of linksOf(header)) {
    if (!isNext(link)) continue;
    if (!URL.canParse(link.target, current.href)) return 'unusable';
    const target = new URL(link.target, current);
    return target.origin === current.origin ? target.searchParams : 'unusable';
  }
  return undefined;
}
