import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a registry redirects for a blob: it serves one, records what it was asked, and can do what such storage does. */
export type BlobStorage = {
  readonly url: string;
  readonly requests: { readonly range: string | undefined; readonly authorization: string | undefined }[];
  /** Bytes of the blob that were written to the sockets. */
  sent: number;
  /** What it answers: parts, the whole blob whatever was asked for, another part than that, or that the address has expired. */
  behaviour: 'ranges' | 'whole' | 'other-part' | 'expired';
  stop(): Promise<void>;
};

/** Bytes at once, so that a client that leaves is noticed. */
const PIECE = 64 * 1024;

/** Serves `content` on loopback. */
export async function startBlobStorage(content: Buffer): Promise<BlobStorage> {
  const server = createServer((request, response) => {
    const { range, authorization } = request.headers;
    storage.requests.push({ range, authorization });
    if (storage.behaviour === 'expired') return void response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error/>');
    const asked = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
    const isPart = asked !== null && storage.behaviour !== 'whole';
    const shift = storage.behaviour === 'other-part' ? 1 : 0;
    const first = isPart ? Number(asked[1]) + shift : 0;
    const last = isPart ? Math.min(Number(asked[2]) + shift, content.length - 1) : content.length - 1;
    const headers = { 'content-length': last - first + 1, 'content-type': 'application/octet-stream' };
    response.writeHead(isPart ? 206 : 200, {
      ...headers,
      ...(isPart ? { 'content-range': `bytes ${first}-${last}/${content.length}` } : {}),
    });
    let at = first;
    const write = (): void => {
      while (at <= last && !response.destroyed) {
        const piece = content.subarray(at, Math.min(at + PIECE, last + 1));
        at += piece.length;
        storage.sent += piece.length;
        if (!response.write(piece)) return void response.once('drain', write);
      }
      response.end();
    };
    write();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const storage: BlobStorage = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    sent: 0,
    behaviour: 'ranges',
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return storage;
}
