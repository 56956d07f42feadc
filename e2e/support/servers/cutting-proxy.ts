import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';

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
  /** Bytes of blobs that were read from it. */
  downloaded: number;
  /** Cuts one blob that is read (GET) or sent (PATCH), once so many of its bytes have passed. */
  cutBlob: { readonly method: 'GET' | 'PATCH'; readonly after: number } | undefined;
  /** Lets no more than so many bytes of blobs through, either way, until it is lifted. */
  hold: number | undefined;
  /** Ends every connection, and every later one, until it is brought back. */
  die(): void;
  revive(): void;
  stop(): Promise<void>;
};

/** ms between two looks at whether the hold was lifted. */
const LOOK = 20;

/** Counts bytes of blobs on their way, and passes none on while as many as are let through have come. */
const gate = (proxy: CuttingProxy, counter: 'uploaded' | 'downloaded'): Transform =>
  new Transform({
    transform(chunk: Buffer, _, done) {
      proxy[counter] += chunk.byteLength;
      const pass = (): void => {
        if (proxy.hold !== undefined && proxy[counter] >= proxy.hold) setTimeout(pass, LOOK);
        else done(null, chunk);
      };
      pass();
    },
  });

const CHANGES: readonly (string | undefined)[] = ['PUT', 'DELETE', 'POST', 'PATCH'];

/** Cuts the connection once enough bytes of the stream have passed, where that is what is to be cut. */
function cutBlobOf(proxy: CuttingProxy, method: 'GET' | 'PATCH', stream: IncomingMessage, cut: () => void): void {
  let passed = 0;
  stream.on('data', (chunk: Buffer) => {
    passed += chunk.byteLength;
    if (proxy.cutBlob?.method !== method || passed < proxy.cutBlob.after) return;
    proxy.cutBlob = undefined;
    cut();
  });
}

/** Counts a request; what is to happen with it instead of passing its answer on. */
function count(proxy: CuttingProxy, { method = '', url = '' }: IncomingMessage): { cut: Cut; act: (() => void) | undefined } {
  proxy.seen.push({ method, path: url });
  const { cut, onChange } = proxy;
  const isChange = CHANGES.includes(method);
  if (onChange && isChange) proxy.changes++;
  const isTheOne = isChange && proxy.changes === onChange?.number;
  return { cut: cut?.at === proxy.seen.length ? cut : undefined, act: isTheOne ? onChange.act : undefined };
}

/** Passes one request on to the registry, and its answer back. */
function pass(proxy: CuttingProxy, upstreamPort: number, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { cut, act } = count(proxy, incoming);
  const hangUp = (): void => void incoming.socket.destroy();
  if (cut?.when === 'before') return hangUp();
  const { method, url, headers } = incoming;
  const upstream = request({ host: '127.0.0.1', port: upstreamPort, method, path: url, headers }, (answer) => {
    if (act || cut) answer.resume();
    if (act) return act();
    if (cut) return void answer.on('end', hangUp);
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    if (method !== 'GET' || !url?.includes('/blobs/sha256:')) return void answer.pipe(outgoing);
    cutBlobOf(proxy, 'GET', answer, cutBoth);
    answer.pipe(gate(proxy, 'downloaded')).pipe(outgoing);
  });
  const cutBoth = (): void => {
    upstream.destroy();
    hangUp();
  };
  upstream.on('error', hangUp);
  // The client hung up: the registry is to know.
  incoming.on('close', () => !incoming.complete && upstream.destroy());
  if (!url?.includes('/blobs/uploads/')) return void incoming.pipe(upstream);
  cutBlobOf(proxy, 'PATCH', incoming, cutBoth);
  incoming.pipe(gate(proxy, 'uploaded')).pipe(upstream);
}

/** A proxy in front of a registry that counts requests from 1 and cuts the chosen one. */
export async function startCuttingProxy(upstreamPort: number): Promise<CuttingProxy> {
  let isDead = false;
  const server = createServer((incoming, outgoing) => {
    if (isDead) incoming.socket.destroy();
    else pass(proxy, upstreamPort, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: CuttingProxy = {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    seen: [],
    cut: undefined,
    onChange: undefined,
    changes: 0,
    uploaded: 0,
    downloaded: 0,
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
