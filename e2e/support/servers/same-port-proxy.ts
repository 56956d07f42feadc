import { connect, createServer, type Socket } from 'node:net';

export type SamePortProxy = {
  /** While it is true, connections are cut and new ones are closed at once. */
  isCut: boolean;
  /** While it is true, connections are taken and nothing is carried over them. */
  isStalled: boolean;
  /** How many connections are held so. */
  stalled(): number;
  cutNow(): void;
  /** Carries nothing more over the connections that are open, and keeps them. */
  freezeNow(): void;
  stop(): Promise<void>;
};

/**
 * Listens on [::1] in front of a host on 127.0.0.1, at the same port, as an SSH tunnel does: a page opened as `localhost` uses it and names the
 * host as it is.
 */
export async function startSamePortProxy(port: number): Promise<SamePortProxy> {
  const open = new Set<Socket>();
  const stalled = new Set<Socket>();
  const server = createServer((incoming) => {
    incoming.on('error', () => {});
    if (proxy.isCut) return incoming.destroy();
    if (proxy.isStalled) {
      stalled.add(incoming);
      incoming.on('close', () => stalled.delete(incoming));
      return incoming.resume();
    }
    const outgoing = connect(port, '127.0.0.1');
    outgoing.on('error', () => incoming.destroy());
    outgoing.on('close', () => incoming.destroy());
    incoming.on('close', () => {
      outgoing.destroy();
      open.delete(incoming);
    });
    open.add(incoming);
    incoming.pipe(outgoing).pipe(incoming);
  });
  const proxy: SamePortProxy = {
    isCut: false,
    isStalled: false,
    stalled: () => stalled.size,
    cutNow() {
      for (const socket of [...open, ...stalled]) socket.resetAndDestroy();
    },
    freezeNow() {
      for (const socket of open) socket.unpipe().pause();
    },
    async stop() {
      proxy.cutNow();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '::1', resolve);
  });
  return proxy;
}
