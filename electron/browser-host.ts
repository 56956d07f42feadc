import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { App } from './app.ts';
import { contentSecurityPolicy, readAsset } from './assets.ts';
import { router } from './router/router.ts';

export type BrowserHostOptions = {
  readonly app: App;
  /** The folder of the built renderer; nothing outside of it is served. */
  readonly root: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Origin of the page while developing, when it comes from Vite. */
  readonly devServer?: string | undefined;
};

export type BrowserHost = { readonly url: string; close(): Promise<void> };

const newSecret = (): string => randomBytes(32).toString('base64url');

function isSame(given: string | undefined | null, secret: string | undefined): boolean {
  if (!given || !secret) return false;
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Who may come in: one page opened with the one-time token, on this machine, from this origin. */
class Door {
  private token: string | undefined = newSecret();
  private readonly session = newSecret();
  private readonly hosts: readonly string[];
  private readonly origins: readonly string[];
  private readonly cookieName: string;
  readonly url: string;

  constructor(port: number, devServer: string | undefined) {
    this.hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    this.origins = [...this.hosts.map((host) => `http://${host}`), ...(devServer ? [devServer] : [])];
    // Cookies do not know ports: the name keeps two running windows apart.
    this.cookieName = `longshore-${port}`;
    this.url = `http://127.0.0.1:${port}/?token=${this.token}`;
  }

  /** A page of another site, or a name that was made to resolve here, has another Host or Origin. */
  isOurs(request: IncomingMessage): boolean {
    const { host, origin } = request.headers;
    return this.hosts.includes(host ?? '') && (origin === undefined || this.origins.includes(origin));
  }

  isSignedIn(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
    return cookies.some(([name, value]) => name === this.cookieName && isSame(value, this.session));
  }

  /** Exchanges the one-time token for the cookie's header; undefined when it is wrong or was used. */
  exchange(token: string | null): string | undefined {
    if (!isSame(token, this.token)) return undefined;
    this.token = undefined;
    return `${this.cookieName}=${this.session}; HttpOnly; SameSite=Strict; Path=/`;
  }
}

function send(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
    ...headers,
  });
  response.end(text);
}

async function sendAsset(response: ServerResponse, options: BrowserHostOptions, pathname: string, host: string): Promise<void> {
  const asset = await readAsset(options.root, pathname);
  if (!asset) return send(response, 404, 'Not found');
  const isPage = asset.type.startsWith('text/html');
  // Tells the page that it is not in Electron and talks over a WebSocket.
  const body = isPage ? asset.body.toString('utf8').replace('<html', '<html data-host="browser"') : asset.body;
  response.writeHead(200, {
    'content-type': asset.type,
    'content-security-policy': contentSecurityPolicy(`ws://${host}`),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': isPage ? 'no-store' : 'private, max-age=31536000, immutable',
  });
  response.end(body);
}

const USED =
  'This link was used already, or is not the one that Longshore printed. Open the window that is there, or end Longshore and start it again for a new link.\n';

async function answer(request: IncomingMessage, response: ServerResponse, options: BrowserHostOptions, door: Door): Promise<void> {
  if (!door.isOurs(request)) return send(response, 403, 'Forbidden');
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'Method not allowed');
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const token = url.searchParams.get('token');
  if (token !== null) {
    const cookie = door.exchange(token);
    if (cookie === undefined && !door.isSignedIn(request)) return send(response, 403, USED);
    const location = options.devServer ? `${options.devServer}/?socket=${url.port}` : '/';
    response.writeHead(303, {
      location,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      ...(cookie ? { 'set-cookie': cookie } : {}),
    });
    response.end();
    return;
  }
  if (!door.isSignedIn(request)) return send(response, 403, USED);
  await sendAsset(response, options, url.pathname, request.headers.host ?? '');
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
}

/** Serves the page and its WebSocket on 127.0.0.1 and nowhere else. @throws when the port is taken. */
export async function createBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer((request, response) => {
    answer(request, response, options, door).catch(() => send(response, 500, 'Internal error'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const door = new Door((server.address() as AddressInfo).port, options.devServer);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 });
  const handler = new RPCHandler(router);
  server.on('upgrade', (request, socket, head) => {
    // Node takes its own listener away here; a peer that is gone must not end the application.
    socket.on('error', () => {});
    // A page always names its origin here; whatever does not is no page of ours.
    if (!door.isOurs(request) || request.headers.origin === undefined || !door.isSignedIn(request)) return refuseUpgrade(socket);
    sockets.handleUpgrade(request, socket, head, (websocket) => {
      websocket.on('error', () => {});
      void handler.upgrade(websocket, { context: options.app.services });
    });
  });
  return {
    url: door.url,
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
