import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry far away: every request takes `latency` ms longer; `onDelete` is called for each DELETE. `received`: bytes of bodies that
 * the registry sent. */
export async function startSlowProxy(
  upstreamPort: number,
  latency: number,
  onDelete: () => void = () => {},
): Promise<{ url: string; received(): number; stop(): Promise<void> }> {
  let received = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    if (method === 'DELETE') onDelete();
    setTimeout(() => {
      const upstream = request({ host: '127.0.0.1', port: upstreamPort, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('data', (chunk: Buffer) => {
          received += chunk.length;
        });
        answer.pipe(outgoing);
      });
      upstream.on('error', () => incoming.socket.destroy());
      incoming.pipe(upstream);
    }, latency);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => received,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
