import { Failure } from '../../../shared/errors.ts';
import { isLoopback } from '../../../shared/loopback.ts';
import type { Endpoint, NetworkOptions } from '../endpoint.ts';

/** The route to a registry. `environment` is HTTP_PROXY, HTTPS_PROXY and NO_PROXY, read by undici. */
export type Route =
  | { readonly kind: 'direct' }
  | { readonly kind: 'environment' }
  | { readonly kind: 'proxy'; readonly uri: string; readonly authorization: string | undefined };

const VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];
// SOCKS is left out: undici takes its sockets past our look at the certificate.
const SCHEMES: Readonly<Record<string, string>> = { PROXY: 'http', HTTPS: 'https' };

/** The first usable entry of a proxy list as browsers write it: `PROXY host:port; DIRECT`. */
export function readProxyList(list: string): Route {
  for (const entry of list.split(';')) {
    const [word = '', place = ''] = entry.trim().split(/\s+/);
    if (word.toUpperCase() === 'DIRECT') return { kind: 'direct' };
    const scheme = SCHEMES[word.toUpperCase()];
    if (scheme && URL.canParse(`${scheme}://${place}`)) return { kind: 'proxy', uri: `${scheme}://${place}`, authorization: undefined };
  }
  return { kind: 'direct' };
}

const unusable = (url: string): Failure => new Failure('NETWORK', { host: new URL(url).host, reason: 'proxy-address', detail: '' });

/** A proxy's address as one types it, with or without a scheme; undefined for what is none, or none that can be used. */
function readProxyAddress(text: string): string | undefined {
  const full = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(full)) return undefined;
  const { protocol, hostname, href } = new URL(full);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' ? href : undefined;
}

/** How the connection's registry is reached. Loopback never goes through the system's proxy. @throws Failure NETWORK for an unusable proxy address. */
export async function routeOf({ proxy, url }: Endpoint, network: NetworkOptions): Promise<Route> {
  switch (proxy.kind) {
    case 'none':
      return { kind: 'direct' };
    case 'given': {
      const uri = readProxyAddress(proxy.url);
      if (uri === undefined) throw unusable(url);
      // One that got lost is not an empty one: without any the proxy says that it wants it.
      const password = proxy.username === '' ? undefined : await proxy.password();
      const authorization =
        password === undefined ? undefined : `Basic ${Buffer.from(`${proxy.username}:${password}`, 'utf8').toString('base64')}`;
      return { kind: 'proxy', uri, authorization };
    }
    case 'system':
      if (isLoopback(url)) return { kind: 'direct' };
      if (VARIABLES.some((name) => process.env[name])) {
        if (VARIABLES.some((name) => process.env[name] && readProxyAddress(process.env[name]) === undefined)) throw unusable(url);
        return { kind: 'environment' };
      }
      return network.systemProxy ? readProxyList(await network.systemProxy(url)) : { kind: 'direct' };
  }
}
