import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { closeCodes } from '../shared/page-entry.ts';
import type { App } from './app.ts';
import { contentSecurityPolicy, readAsset } from './assets.ts';
import { createServer } from './node-http.ts';
import { PageAccess } from './page-access.ts';
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

export type BrowserHost = {
  /** A fresh link, good for one entry, to the place of a `longshore:` link where one is named. */
  link(toPlace?: string): string;
  close(): Promise<void>;
};

/** Connections at once, over all windows; a browser opens six a window and one WebSocket. */
const MOST_CONNECTIONS = 128;
const MOST_SOCKETS = 32;
const MOST_MESSAGE = 16 * 1024 * 1024;
/** ms for the headers of a request, and for all of it. */
const HEADERS_TIME = 10_000;
const REQUEST_TIME = 30_000;
/** ms for a peer to take a refusal before its connection is destroyed. */
const REFUSAL_TIME = 1_000;

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
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
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': isPage ? 'no-store' : 'private, max-age=31536000, immutable',
  });
  response.end(body);
}

/** Serves the built page. It holds no secret and shows nothing by itself: the token or session is checked over the WebSocket. */
async function answer(request: IncomingMessage, response: ServerResponse, options: BrowserHostOptions, access: PageAccess): Promise<void> {
  if (!access.isOurs(request)) return send(response, 403, 'Forbidden');
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'Method not allowed');
  const path = request.url ?? '/';
  if (!URL.canParse(path, 'http://longshore')) return send(response, 404, 'Not found');
  await sendAsset(response, options, new URL(path, 'http://longshore').pathname, request.headers.host ?? '');
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  setTimeout(() => socket.destroy(), REFUSAL_TIME).unref();
}

/** Serves the page and its WebSocket on 127.0.0.1 and nowhere else. @throws when the port is taken. */
export async function createBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer({ headersTimeout: HEADERS_TIME, requestTimeout: REQUEST_TIME }, (request, response) => {
    answer(request, response, options, access).catch(() => send(response, 500, 'Internal error'));
  });
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const access = new PageAccess((server.address() as AddressInfo).port, options.devServer);
  // Each message in a task of its own. A call takes longer to decode than its cancellation: together, the cancellation would be first and be lost.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE, allowSynchronousEvents: false });
  const handler = new RPCHandler(router);
  const enter = async (websocket: WebSocket): Promise<void> => {
    websocket.on('error', () => {});
    if (await access.admit(websocket)) await handler.upgrade(websocket, { context: options.app.services });
  };
  server.on('upgrade', (request, socket, head) => {
    // Node removes its own listener here; a closed peer must not end the application.
    socket.on('error', () => {});
    // A page always names its origin here; whatever does not is no page of ours.
    if (!access.isOurs(request) || request.headers.origin === undefined) return refuseUpgrade(socket, '403 Forbidden');
    if (sockets.clients.size >= MOST_SOCKETS) return refuseUpgrade(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (websocket) => void enter(websocket));
  });
  return {
    link: (toPlace) => access.link(toPlace),
    async close() {
      for (const client of sockets.clients) client.close(closeCodes.ended);
      const closed = new Promise((resolve) => server.close(resolve));
      // A page that is asleep does not answer the close.
      const late = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
        server.closeAllConnections();
      }, 200);
      server.closeIdleConnections();
      await closed;
      clearTimeout(late);
    },
  };
}
