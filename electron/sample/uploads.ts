import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDigest } from '../../shared/oci/digest.ts';
import { refuseMethod, sendError } from './answer.ts';
import { digestLike, type SampleRepository, type SampleStore } from './store.ts';

type Session = { readonly repository: string; bytes: Buffer };

/** A request about uploads; `id` is the session's, empty where one is begun, and `prefix` what stands before `/v2/`. */
type Asked = { readonly method: string; readonly repository: string; readonly id: string; readonly url: URL; readonly prefix: string };

const ALGORITHMS: readonly (string | null)[] = [null, 'sha256', 'sha512'];

/** Whether a part begins where the session ends, and is as long as it says (distribution-spec v1.1.1, "Pushing a blob in chunks"). */
function continues({ headers }: IncomingMessage, { bytes }: Session): boolean {
  const range = headers['content-range'];
  if (range === undefined) return true;
  const [, first, last] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  const size = Number(last) - Number(first) + 1;
  return Number(first) === bytes.byteLength && size > 0 && size === Number(headers['content-length'] ?? size);
}

/** Takes a blob over from the first of these repositories that has it; false where none has. */
function mount(sources: readonly (SampleRepository | undefined)[], to: SampleRepository, digest: string): boolean {
  for (const source of sources) {
    const bytes = source?.blobs.get(digest);
    const described = source?.described.get(digest);
    if (bytes) to.blobs.set(digest, bytes);
    else if (described !== undefined) to.described.set(digest, described);
    if (bytes || described !== undefined) return true;
  }
  return false;
}

function created(response: ServerResponse, repository: string, digest: string): void {
  response.writeHead(201, { location: `${repository}/blobs/${digest}`, 'docker-content-digest': digest }).end();
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

  /** Answers what is asked about an upload. */
  async answer(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
    if (asked.id === '') return asked.method === 'POST' ? this.start(request, response, asked) : refuseMethod(response, 'POST');
    const session = this.sessions.get(asked.id);
    if (session?.repository !== asked.repository) return sendError(response, 404, 'BLOB_UPLOAD_UNKNOWN');
    await this.go(request, response, { ...asked, session });
  }

  private async start(request: IncomingMessage, response: ServerResponse, { repository, url, prefix }: Asked): Promise<void> {
    const [mounted, from, whole] = ['mount', 'from', 'digest'].map((key) => url.searchParams.get(key));
    const named = mounted ?? whole;
    const known = ALGORITHMS.includes(url.searchParams.get('digest-algorithm'));
    if (!known || (named && !isDigest(named))) return sendError(response, 400, 'DIGEST_INVALID');
    const { repositories } = this.store;
    const sources = from ? [repositories.get(from)] : [...repositories.values()];
    if (this.mounts && mounted && mount(sources, this.store.repository(repository), mounted))
      return created(response, `${prefix}/v2/${repository}`, mounted);
    const id = randomUUID();
    const session: Session = { repository, bytes: Buffer.alloc(0) };
    this.sessions.set(id, session);
    const location = `${prefix}/v2/${repository}/blobs/uploads/${id}`;
    if (!whole) return void response.writeHead(202, { location, range: '0-0' }).end();
    if (await this.take(request, session)) this.finish(response, { id, session, digest: whole, prefix });
  }

  private async go(
    request: IncomingMessage,
    response: ServerResponse,
    { method, id, url, prefix, session }: Asked & { readonly session: Session },
  ): Promise<void> {
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
