import type { Readable } from 'node:stream';
import { Failure } from '../../shared/errors.ts';
import { isDigest } from '../../shared/oci/digest.ts';
import { BlobRanges } from './blob-ranges.ts';
import { verifyDigest } from './digest.ts';
import type { Answer } from './http/failure.ts';
import { type Limit, limits } from './http/limits.ts';
import { noteAsked } from './http/silence.ts';
import { failureOfSocket } from './http/socket-failure.ts';
import { checkedRepository, checkVerifiable, pull, push } from './names.ts';
import type { Transport } from './transport.ts';

/** An upload session (distribution-spec "Pushing a blob"): where its next request goes, and with which rights. */
export type Upload = { readonly url: URL; readonly scopes: readonly string[] };

/** ms that a registry may take to put the parts of a large blob together. */
const PATIENCE = 10 * 60_000;

/** The blobs of a registry: read whole where they are small, streamed where they are not. */
export class Blobs {
  private readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  /** A small blob, whole: at most 4 MiB unless said otherwise, verified. Layers of images are never read this way, and their `urls` never at all. */
  async get(repository: string, digest: string, signal?: AbortSignal, limit: Limit = limits.config): Promise<Buffer> {
    const answer = await this.transport.send({
      method: 'GET',
      path: pathOf(repository, digest),
      scopes: pull(repository),
      expect: [200],
      limit,
      what: 'config',
      action: 'pull',
      signal,
    });
    verifyDigest(answer.body, digest);
    return answer.body;
  }

  /** Whether the registry has a blob: by HEAD, or by the beginning of a GET where HEAD is not supported. */
  async has(repository: string, digest: string, signal?: AbortSignal): Promise<boolean> {
    const request = {
      path: pathOf(repository, digest),
      scopes: pull(repository),
      what: 'blob',
      subject: digest,
      action: 'pull',
    } as const;
    const head = await this.transport.send({ ...request, method: 'HEAD', expect: [200, 404, 405, 501], signal });
    if (head.status === 200 || head.status === 404) return head.status === 200;
    const range = { headers: { range: 'bytes=0-0' }, stream: true } as const;
    const answer = await this.transport.send({ ...request, ...range, method: 'GET', expect: [200, 206, 404, 416], signal });
    answer.stream?.on('error', () => {}).destroy();
    return answer.status !== 404;
  }

  /** The bytes of a blob from `offset` on, as they come; not verified. @throws Failure, also where it breaks off. */
  async *read(repository: string, digest: string, offset: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const answer = await this.transport.send({
      method: 'GET',
      path: pathOf(repository, digest),
      ...(offset > 0 ? { headers: { range: `bytes=${offset}-` } } : {}),
      scopes: pull(repository),
      expect: offset > 0 ? [200, 206] : [200],
      stream: true,
      what: 'blob',
      action: 'pull',
      signal,
    });
    // A registry without ranges sends the whole blob.
    let skip = answer.status === 206 ? 0 : offset;
    let received = noteAsked(answer.url.host);
    try {
      for await (const chunk of answer.stream as Readable as AsyncIterable<Buffer>) {
        received();
        received = () => {};
        const from = Math.min(skip, chunk.byteLength);
        skip -= from;
        if (from < chunk.byteLength) yield chunk.subarray(from);
        received = noteAsked(answer.url.host);
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw failureOfSocket(error, answer.url, []);
    } finally {
      received();
    }
  }

  /** Parts of one blob, each by its own request. */
  ranges(repository: string, digest: string): BlobRanges {
    return new BlobRanges(this.transport, repository, pathOf(repository, digest));
  }

  /** Begins an upload; with `from`, asks to mount the blob of that repository of this registry; undefined where it was mounted. */
  async start(repository: string, mount: { digest: string; from: string } | undefined, signal?: AbortSignal): Promise<Upload | undefined> {
    const scopes = [...push(repository), ...(mount ? pull(mount.from) : [])];
    const query = mount && new URLSearchParams({ mount: mount.digest, from: checkedRepository(mount.from) });
    const answer = await this.transport.send({
      method: 'POST',
      path: `${checkedRepository(repository)}/blobs/uploads/`,
      ...(query ? { query } : {}),
      headers: { 'content-length': '0' },
      scopes,
      expect: mount ? [201, 202] : [202],
      what: 'blob',
      action: 'push',
      signal,
    });
    return answer.status === 201 ? undefined : { url: locationOf(answer), scopes };
  }

  /** Sends `content`, the bytes from `offset` up to `size`; returns how the upload continues. */
  async write(
    upload: Upload,
    content: AsyncIterable<Uint8Array>,
    { offset, size }: { readonly offset: number; readonly size: number },
    signal?: AbortSignal,
  ): Promise<Upload> {
    // Without a length it may end early and still close the session properly. A part of a resumed upload has to name its range.
    const range = offset > 0 ? { 'content-range': `${offset}-${size - 1}`, 'content-length': String(size - offset) } : {};
    const answer = await this.transport.send({
      method: 'PATCH',
      path: upload.url,
      headers: { 'content-type': 'application/octet-stream', ...range },
      body: content,
      scopes: upload.scopes,
      // ECR answers 201 to a part.
      expect: [201, 202, 204],
      patience: PATIENCE,
      what: 'blob',
      action: 'push',
      signal,
    });
    return { ...upload, url: locationOf(answer, upload.url) };
  }

  /** How many bytes of an upload the registry has, and where it continues; undefined where the registry no longer has the session. */
  async state(upload: Upload, signal?: AbortSignal): Promise<{ upload: Upload; offset: number } | undefined> {
    const answer = await this.transport.send({
      method: 'GET',
      path: upload.url,
      scopes: upload.scopes,
      expect: [204, 400, 404, 416],
      what: 'blob',
      action: 'push',
      signal,
    });
    const range = /^(?:bytes=)?0-(\d+)$/.exec(String(answer.headers['range'] ?? ''));
    if (answer.status !== 204 || !range) return undefined;
    // `0-0` is nothing as well as one byte: nothing is the safe reading.
    const last = Number(range[1]);
    return { upload: { ...upload, url: locationOf(answer, upload.url) }, offset: last === 0 ? 0 : last + 1 };
  }

  /** Ends an upload: the registry holds what it has against the digest. */
  async finish({ url, scopes }: Upload, digest: string, signal?: AbortSignal): Promise<void> {
    await this.transport.send({
      method: 'PUT',
      path: url,
      query: new URLSearchParams({ digest: checkedDigest(digest) }),
      headers: { 'content-length': '0' },
      scopes,
      expect: [201, 202, 204],
      patience: PATIENCE,
      what: 'blob',
      action: 'push',
      signal,
    });
  }

  /** Cancels an upload, so that the registry can delete its content. */
  async cancel({ url, scopes }: Upload, signal?: AbortSignal): Promise<void> {
    await this.transport.send({ method: 'DELETE', path: url, scopes, expect: [200, 202, 204, 404], what: 'blob', action: 'push', signal });
  }
}

function checkedDigest(digest: string): string {
  checkVerifiable(digest);
  if (!isDigest(digest)) throw new Failure('INVALID_RESPONSE', { where: 'digest', why: 'not-a-digest' });
  return digest;
}

const pathOf = (repository: string, digest: string): string => `${checkedRepository(repository)}/blobs/${checkedDigest(digest)}`;

/** Relative or absolute, with its own query; the transport refuses another origin. */
function locationOf({ headers, url }: Answer & { readonly url: URL }, otherwise?: URL): URL {
  const { location } = headers;
  const text = Array.isArray(location) ? location[0] : location;
  if (text === undefined && otherwise) return otherwise;
  if (text === undefined || !URL.canParse(text, url.href)) throw new Failure('INVALID_RESPONSE', { where: 'upload', why: 'no-location' });
  return new URL(text, url);
}
