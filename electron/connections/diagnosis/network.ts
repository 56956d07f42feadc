import { connect } from 'node:net';
import { resolveHost } from '../../registry/http/lookup.ts';
import { type Route, routeOf } from '../../registry/http/proxy.ts';
import { failureOfSocket } from '../../registry/http/socket-failure.ts';
import type { DiagnosisTarget } from './target.ts';

const TIMEOUT = 5_000;

/** The proxy to the registry without its sign-in, or `direct`. Which proxy of the environment applies depends on the scheme. */
export async function routeTo({ endpoint, network, url }: DiagnosisTarget): Promise<{ route: Route['kind']; proxy: string }> {
  const route = await routeOf(endpoint, network);
  switch (route.kind) {
    case 'direct':
      return { route: 'direct', proxy: '' };
    case 'proxy':
      return { route: 'proxy', proxy: withoutSecrets(route.uri) };
    case 'environment': {
      const { env } = process;
      if (isLeftOut(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return { route: 'direct', proxy: '' };
      const secure = url.protocol === 'https:' ? (env['https_proxy'] ?? env['HTTPS_PROXY']) : undefined;
      return { route: 'environment', proxy: withoutSecrets(secure ?? env['http_proxy'] ?? env['HTTP_PROXY'] ?? '') };
    }
  }
}

/** Whether NO_PROXY names this host, as undici reads it: hosts with what is below them, with or without a port, and `*`. */
function isLeftOut({ hostname, port, protocol }: URL, list: string): boolean {
  const own = port || (protocol === 'https:' ? '443' : '80');
  return list.split(/[,\s]+/).some((entry) => {
    const [, name = '', only] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (entry === '*') return true;
    return name !== '' && (only === undefined || only === own) && (hostname === name || hostname.endsWith(`.${name}`));
  });
}

function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return '';
  const { protocol, host } = new URL(text);
  return `${protocol}//${host}`;
}

/** Every address of the registry's host. @throws Failure NETWORK. */
export async function addressesOf({ network, url }: DiagnosisTarget): Promise<string[]> {
  try {
    return await resolveHost(url.hostname, network.lookup);
  } catch (error) {
    throw failureOfSocket(error, url, []);
  }
}

function open(address: string, url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const socket = connect({ host: address, port, timeout: TIMEOUT });
    const fail = (error: Error): void => {
      socket.destroy();
      reject(failureOfSocket(error, url, []));
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
    });
    socket.once('timeout', () => fail(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    socket.once('error', fail);
  });
}

/** Opens a TCP connection to the first address that takes one. @throws Failure of the last one. */
export async function firstOpen(addresses: readonly string[], url: URL): Promise<string> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      return await open(address, url);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
