import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type DrippingServer = {
  readonly url: string;
  /** How many answers drip at this moment: it falls when the other side hangs up. */
  readonly dripping: () => number;
  /** What they are answers to, such as `GET /v2/`. */
  readonly asked: () => readonly string[];
  /** From now on answers drip whose method and path match. */
  drip(what: RegExp): void;
  stop(): Promise<void>;
};

/**
 * A proxy in front of a registry that sends some answers slowly: headers and all but the last bytes at once, then a byte every `everyMs`, and the
 * end never. Idle limits do not see that.
 */
export async function startDrippingServer(upstream: string, everyMs: number, initial?: RegExp): Promise<DrippingServer> {
  let what = initial;
  const dripping = new Map<ServerResponse, string>();
  const dripTo = (outgoing: ServerResponse, asked: string): void => {
    // The other side may have hung up before there was an answer.
    if (outgoing.closed) return;
    dripping.set(outgoing, asked);
    const timer = setInterval(() => outgoing.write(' '), everyMs);
    outgoing.once('close', () => {
      clearInterval(timer);
      dripping.delete(outgoing);
    });
  };
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const to = request(new URL(url, upstream), { method, headers: { ...headers, connection: 'close' } }, (answer) => {
      if (!what?.test(`${method} ${url}`) || method === 'HEAD') {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      const { 'content-length': _, ...kept } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, kept);
      answer.resume();
      dripTo(outgoing, `${method} ${url}`);
    });
    to.on('error', () => incoming.socket.destroy());
    incoming.pipe(to);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dripping: () => dripping.size,
    asked: () => [...dripping.values()],
    drip(matching) {
      what = matching;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
