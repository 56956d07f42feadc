import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Cuts the connection of one request: before the registry sees it, or after it has done the work and before the answer is passed on. */
type Cut = { readonly at: number; readonly when: 'before' | 'after' } | undefined;

export type CuttingProxy = {
  readonly host: string;
  readonly url: string;
  readonly seen: { method: string; path: string }[];
  cut: Cut;
  /** Something to do once the registry has answered the n-th request that changes something; that answer is never passed on. */
  onChange: { readonly number: number; readonly act: () => void } | undefined;
  /** Requests that change something, counted while there is something to do at one. */
  changes: number;
  /** Bytes of blobs that were sent to the registry. */
  uploaded: number;
  /** Cuts one blob that is read (GET) or sent (PATCH), once so many of its bytes have passed. */
  cutBlob: { readonly method: 'GET' | 'PATCH'; readonly after: number } | undefined;
  /** Lets no more than so many bytes of blobs through until it is lifted. */
  hold: number | undefined;
  /** Ends every connection, and every later one, until it is brought back. */
  die(): void;
  revive(): void;
  stop(): Promise<void>;
};

/** Passes nothing on until the hold is lifted. */
function holdBack(stream: IncomingMessage, proxy: CuttingProxy): void {
  stream.pause();
  const timer = setInterval(() => {
    if (proxy.hold !== undefined) return;
    clearInterval(timer);
    stream.resume();
  }, 20);
}

/** A proxy in front of a registry that counts requests from 1 and cuts the chosen one. */
export async function startCuttingProxy(upstreamPort: number): Promise<CuttingProxy> {
  const seen: { method: string; path: string }[] = [];
  let isDead = false;
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (isDead) {
      incoming.socket.destroy();
      return;
    }
    seen.push({ method: incoming.method ?? '', path: incoming.url ?? '' });
    const { cut } = proxy;
    const isCut = cut?.at === seen.length;
    const { onChange } = proxy;
    const isChange = ['PUT', 'DELETE', 'POST', 'PATCH'].includes(incoming.method ?? '');
    if (onChange && isChange) proxy.changes++;
    const isTheOne = onChange !== undefined && proxy.changes === onChange.number && isChange;
    if (isCut && cut.when === 'before') {
      incoming.socket.destroy();
      return;
    }
    const cutAfter = (method: 'GET' | 'PATCH', stream: IncomingMessage): void => {
      let passed = 0;
      stream.on('data', (chunk: Buffer) => {
        passed += chunk.byteLength;
        if (proxy.cutBlob?.method !== method || passed < proxy.cutBlob.after) return;
        proxy.cutBlob = undefined;
        upstream.destroy();
        incoming.socket.destroy();
      });
    };
    const upstream = request(
      { host: '127.0.0.1', port: upstreamPort, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => {
        if (isTheOne) {
          answer.resume();
          onChange.act();
          return;
        }
        if (isCut) {
          answer.resume();
          answer.on('end', () => incoming.socket.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        if (incoming.method === 'GET' && incoming.url?.includes('/blobs/sha256:')) cutAfter('GET', answer);
        answer.pipe(outgoing);
      },
    );
    upstream.on('error', () => incoming.socket.destroy());
    // Who asked has gone: the registry is to know.
    incoming.on('close', () => !incoming.complete && upstream.destroy());
    if (incoming.url?.includes('/blobs/uploads/')) {
      incoming.on('data', (chunk: Buffer) => {
        proxy.uploaded += chunk.byteLength;
        if (proxy.hold !== undefined && proxy.uploaded >= proxy.hold) holdBack(incoming, proxy);
      });
      cutAfter('PATCH', incoming);
    }
    incoming.pipe(upstream);
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: CuttingProxy = {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    seen,
    cut: undefined,
    onChange: undefined,
    changes: 0,
    uploaded: 0,
    cutBlob: undefined,
    hold: undefined,
    die() {
      isDead = true;
      server.closeAllConnections();
    },
    revive() {
      isDead = false;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
