import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type SampleRepository, type SampleStore, sha256 } from './store.ts';

const UPLOADS_PATH = /^\/v2\/(.+)\/blobs\/uploads\/([^/]*)$/;

type Session = { readonly repository: string; bytes: Buffer };

const reject = (response: ServerResponse, status: number, code: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ code, message: code }] }));
};

/** Takes a blob over from another repository; false where that has none. */
function mount(from: SampleRepository | undefined, to: SampleRepository, digest: string): boolean {
  const bytes = from?.blobs.get(digest);
  const described = from?.described.get(digest);
  if (bytes) to.blobs.set(digest, bytes);
  else if (described !== undefined) to.described.set(digest, described);
  return bytes !== undefined || described !== undefined;
}

/** The upload sessions of the sample registry (distribution-spec "Pushing blobs"). What came before a connection broke off is kept. */
export class SampleUploads {
  private readonly sessions = new Map<string, Session>();
  private readonly store: SampleStore;
  /** Bytes that came in. */
  received = 0;
  /** Cuts the next part after so many bytes. */
  cutAfter: number | undefined;
  /** Whether blobs are taken over from other repositories. */
  mounts = true;

  constructor(store: SampleStore) {
    this.store = store;
  }

  get open(): number {
    return this.sessions.size;
  }

  /** True where the request was about an upload, and was answered. */
  async answer(request: IncomingMessage, response: ServerResponse, method: string, url: URL): Promise<boolean> {
    const [, repository, id] = UPLOADS_PATH.exec(url.pathname) ?? [];
    if (repository === undefined || id === undefined) return false;
    if (method === 'POST' && id === '') this.start(response, repository, url);
    else {
      const session = this.sessions.get(id);
      if (session?.repository === repository) await this.go(request, response, { method, id, url, session });
      else reject(response, 404, 'BLOB_UPLOAD_UNKNOWN');
    }
    return true;
  }

  private start(response: ServerResponse, repository: string, url: URL): void {
    const [digest, from] = [url.searchParams.get('mount'), url.searchParams.get('from')];
    if (this.mounts && digest && from && mount(this.store.repositories.get(from), this.store.repository(repository), digest))
      return void response.writeHead(201, { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest }).end();
    const id = randomUUID();
    this.sessions.set(id, { repository, bytes: Buffer.alloc(0) });
    response.writeHead(202, { location: `/v2/${repository}/blobs/uploads/${id}`, range: '0-0' }).end();
  }

  private async go(
    request: IncomingMessage,
    response: ServerResponse,
    { method, id, url, session }: { method: string; id: string; url: URL; session: Session },
  ): Promise<void> {
    const place = { location: `/v2/${session.repository}/blobs/uploads/${id}` };
    const range = (): string => `0-${Math.max(0, session.bytes.byteLength - 1)}`;
    switch (method) {
      case 'GET':
        return void response.writeHead(204, { ...place, range: range() }).end();
      case 'DELETE':
        this.sessions.delete(id);
        return void response.writeHead(204).end();
      case 'PATCH': {
        const from = /^(\d+)-/.exec(request.headers['content-range'] ?? '')?.[1];
        if (from !== undefined && Number(from) !== session.bytes.byteLength) return reject(response, 416, 'RANGE_INVALID');
        if (!(await this.take(request, session))) return;
        return void response.writeHead(202, { ...place, range: range() }).end();
      }
      case 'PUT': {
        if (!(await this.take(request, session))) return;
        const digest = url.searchParams.get('digest') ?? '';
        if (sha256(session.bytes) !== digest) return reject(response, 400, 'DIGEST_INVALID');
        this.sessions.delete(id);
        this.store.repository(session.repository).putBlob(session.bytes);
        return void response.writeHead(201, { 'docker-content-digest': digest }).end();
      }
      default:
        reject(response, 405, 'UNSUPPORTED');
    }
  }

  /** Adds what comes to the session; false where the connection broke off. */
  private async take(request: IncomingMessage, session: Session): Promise<boolean> {
    const limit = request.method === 'PATCH' ? this.cutAfter : undefined;
    const chunks = [session.bytes];
    let size = 0;
    let whole = true;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (limit === undefined || size < limit) continue;
        this.cutAfter = undefined;
        whole = false;
        break;
      }
    } catch {
      whole = false;
    }
    session.bytes = Buffer.concat(chunks);
    this.received += size;
    if (!whole) request.socket.destroy();
    return whole;
  }
}
