import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDigest } from '../../shared/oci/digest.ts';
import { refuseMethod, sendError } from './answer.ts';
import { digestLike, type SampleStore } from './store.ts';

/** An upload that has begun. */
export type Session = { readonly repository: string; bytes: Buffer };

/** A request about uploads; `id` is the session's, empty where one is started, and `prefix` what stands before `/v2/`. */
type Asked = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly repository: string;
  readonly id: string;
  readonly url: URL;
  readonly prefix: string;
};

const ALGORITHMS: readonly (string | null)[] = [null, 'sha256', 'sha512'];

/** Whether a part begins where the session ends, and is as long as it says (distribution-spec v1.1.1, "Pushing a blob in chunks"). */
function continues({ headers }: IncomingMessage, { bytes }: Session): boolean {
  const range = headers['content-range'];
  if (range === undefined) return true;
  const [, first, last] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  const size = Number(last) - Number(first) + 1;
  return Number(first) === bytes.byteLength && size > 0 && size === Number(headers['content-length'] ?? size);
}

function created(response: ServerResponse, repository: string, digest: string): void {
  response.writeHead(201, { location: `${repository}/blobs/${digest}`, 'docker-content-digest': digest }).end();
}

/** The upload sessions of the sample registry (distribution-spec v1.1.1, "Pushing blobs"). What was received before a connection broke off is kept. */
export class SampleUploads {
  private readonly sessions = new Map<string, Session>();
  private readonly store: SampleStore;

  constructor(store: SampleStore) {
    this.store = store;
  }

  get open(): number {
    return this.sessions.size;
  }

  /** Answers requests about an upload. */
  async answer(asked: Asked): Promise<void> {
    if (asked.id === '') return asked.method === 'POST' ? this.start(asked) : refuseMethod(asked.response, 'POST');
    const session = this.sessions.get(asked.id);
    if (session?.repository !== asked.repository) return sendError(asked.response, 404, 'BLOB_UPLOAD_UNKNOWN');
    await this.proceed(asked, session);
  }

  /** Mounts a blob from the repository `from`, or from any that has it; false where none has. */
  protected mount(from: string | null, repository: string, digest: string): boolean {
    const { repositories } = this.store;
    const to = this.store.repository(repository);
    for (const source of from ? [repositories.get(from)] : [...repositories.values()]) {
      const bytes = source?.blobs.get(digest);
      const described = source?.described.get(digest);
      if (bytes) to.blobs.set(digest, bytes);
      else if (described !== undefined) to.described.set(digest, described);
      if (bytes || described !== undefined) return true;
    }
    return false;
  }

  private async start({ request, response, repository, url, prefix }: Asked): Promise<void> {
    const [mounted, from, whole] = ['mount', 'from', 'digest'].map((key) => url.searchParams.get(key));
    const named = mounted ?? whole;
    const known = ALGORITHMS.includes(url.searchParams.get('digest-algorithm'));
    if (!known || (named && !isDigest(named))) return sendError(response, 400, 'DIGEST_INVALID');
    if (mounted && this.mount(from ?? null, repository, mounted)) return created(response, `${prefix}/v2/${repository}`, mounted);
    const id = randomUUID();
    const session: Session = { repository, bytes: Buffer.alloc(0) };
    this.sessions.set(id, session);
    const location = `${prefix}/v2/${repository}/blobs/uploads/${id}`;
    if (!whole) return void response.writeHead(202, { location, range: '0-0' }).end();
    if (await this.take(request, session)) this.finish(response, { id, session, digest: whole, prefix });
  }

  private async proceed({ request, response, method, id, url, prefix }: Asked, session: Session): Promise<void> {
    const place = (): Record<string, string> => ({
      location: `${prefix}/v2/${session.repository}/blobs/uploads/${id}`,
      range: `0-${Math.max(0, session.bytes.byteLength - 1)}`,
    });
    const outOfOrder = (): void => sendError(response, 416, 'BLOB_UPLOAD_INVALID', 'the part is out of order', place());
    switch (method) {
      case 'GET':
        return void response.writeHead(204, place()).end();
      case 'DELETE':
        this.sessions.delete(id);
        return void response.writeHead(204).end();
      case 'PATCH':
        if (!continues(request, session)) return outOfOrder();
        if (await this.take(request, session)) response.writeHead(202, place()).end();
        return;
      case 'PUT': {
        const digest = url.searchParams.get('digest') ?? '';
        if (!isDigest(digest)) return sendError(response, 400, 'DIGEST_INVALID');
        if (!continues(request, session)) return outOfOrder();
        if (await this.take(request, session)) this.finish(response, { id, session, digest, prefix });
        return;
      }
      default:
        refuseMethod(response, 'GET, PATCH, PUT, DELETE');
    }
  }

  /** Holds what came against its digest. The session ends either way, as Distribution ends it. */
  private finish(
    response: ServerResponse,
    { id, session, digest, prefix }: { readonly id: string; readonly session: Session; readonly digest: string; readonly prefix: string },
  ): void {
    this.sessions.delete(id);
    if (digestLike(session.bytes, digest) !== digest) return sendError(response, 400, 'DIGEST_INVALID');
    this.store.repository(session.repository).putBlob(session.bytes, digest);
    created(response, `${prefix}/v2/${session.repository}`, digest);
  }

  /** Adds `body` to the session; false where the connection broke off. */
  protected async take(
    request: IncomingMessage,
    session: Session,
    body: AsyncIterable<Buffer> = request as AsyncIterable<Buffer>,
  ): Promise<boolean> {
    const chunks = [session.bytes];
    let whole = true;
    try {
      for await (const chunk of body) chunks.push(chunk);
    } catch {
      whole = false;
    }
    session.bytes = Buffer.concat(chunks);
    if (!whole) request.socket.destroy();
    return whole;
  }
}
