import type { Readable } from 'node:stream';
import { Failure } from '../../shared/errors.ts';
import { headerOf } from './http/failure.ts';
import type { Received, RegistryRequest } from './http/send.ts';
import { noteAsked } from './http/silence.ts';
import { failureOfSocket } from './http/socket-failure.ts';
import { pull } from './names.ts';
import type { Transport } from './transport.ts';

/**
 * Parts of one blob. Where the registry redirects, the address is kept, and further parts are asked for there without a sign-in; once it has expired,
 * the registry is asked again. A server without ranges sends the whole blob, which is read up to the end of the part.
 */
export class BlobRanges {
  private readonly transport: Transport;
  private readonly repository: string;
  private readonly path: string;
  private elsewhere: URL | undefined;

  /** `path` is the blob's, below `/v2/`, checked and escaped. */
  constructor(transport: Transport, repository: string, path: string) {
    this.transport = transport;
    this.repository = repository;
    this.path = path;
  }

  /** The bytes from `from` up to `to`, as they come; not verified. @throws Failure, also where there are fewer. */
  async *read(from: number, to: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to > from)) throw new RangeError(`${from} up to ${to}`);
    const { stream, url, skip } = await this.ask(from, to, signal);
    let left = to - from;
    let skipping = skip;
    let received = noteAsked(url.host);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        received();
        const start = Math.min(skipping, chunk.byteLength);
        skipping -= start;
        const part = chunk.subarray(start, start + left);
        left -= part.byteLength;
        if (part.byteLength > 0) yield part;
        if (left === 0) return;
        received = noteAsked(url.host);
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw failureOfSocket(error, url, []);
    } finally {
      received();
      stream.on('error', () => {}).destroy();
    }
    throw new Failure('INVALID_RESPONSE', { where: 'blob', why: 'range-short', detail: `${to - from - left}/${to - from}` });
  }

  /** The same, whole, in memory of its own: for parts whose size is bounded by the caller. */
  async bytes(from: number, to: number, signal?: AbortSignal): Promise<Buffer<ArrayBuffer>> {
    // Filled as it comes: putting together 64 MiB at once would stop the window.
    const whole = Buffer.from(new ArrayBuffer(to - from));
    let at = 0;
    for await (const chunk of this.read(from, to, signal)) {
      whole.set(chunk, at);
      at += chunk.byteLength;
    }
    return whole;
  }

  private async ask(from: number, to: number, signal?: AbortSignal): Promise<{ stream: Readable; url: URL; skip: number }> {
    const request: RegistryRequest = {
      method: 'GET',
      path: this.path,
      headers: { range: `bytes=${from}-${to - 1}` },
      scopes: pull(this.repository),
      expect: [200, 206],
      stream: true,
      what: 'blob',
      action: 'pull',
      signal,
    };
    const there = this.elsewhere && (await this.transport.sendElsewhere(this.elsewhere, request));
    if (there && this.elsewhere) return { ...opened(there, from), url: this.elsewhere };
    const answer = await this.transport.send(request);
    this.elsewhere = answer.elsewhere;
    return { ...opened(answer, from), url: answer.elsewhere ?? answer.url };
  }
}

const UNITS = /^bytes (\d{1,16})-\d{1,16}\//;

/** The body of an answer, and how much of it comes before what was asked for (RFC 9110 section 14.4). @throws Failure INVALID_RESPONSE. */
function opened({ status, headers, stream }: Received, from: number): { stream: Readable; skip: number } {
  const body = stream as Readable;
  if (status === 200) return { stream: body, skip: from };
  const range = headerOf(headers, 'content-range');
  const start = UNITS.exec(range)?.[1];
  if (start !== undefined && Number(start) === from) return { stream: body, skip: 0 };
  body.on('error', () => {}).destroy();
  throw new Failure('INVALID_RESPONSE', { where: 'blob', why: 'other-range', detail: range.slice(0, 50) });
}
