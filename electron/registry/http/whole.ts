import type { Dispatcher } from 'undici';
import { Failure } from '../../../shared/errors.ts';
import type { Part } from '../../../shared/reasons.ts';
import { decoded, readBody, readErrorBody } from './body.ts';
import { type Answer, headerOf } from './failure.ts';
import { type Floor, type Limit, limits } from './limits.ts';

/** What is read of an answer. */
type Reading = {
  /** Statuses whose body is read up to `limit`; of any other, an error, the start is read. */
  readonly expect: readonly number[];
  readonly limit: Limit;
  readonly where: Part;
  /** The slowest body that is waited for, by whether it was wanted. */
  readonly floor: (isWanted: boolean) => Floor;
  readonly signal: AbortSignal | undefined;
};

const NOTHING = Buffer.alloc(0);

/** Takes one answer in, whole. Without a stream and its iterators between undici and here an answer costs half the time of this thread. */
class Whole implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>;
  private readonly reading: Reading;
  private readonly isBodiless: boolean;
  private resolve: (answer: Answer) => void = () => {};
  private reject: (error: unknown) => void = () => {};
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private headers: Answer['headers'] = {};
  private isWanted = false;
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private most = 0;
  private started = 0;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(reading: Reading, isBodiless: boolean) {
    this.reading = reading;
    this.isBodiless = isBodiless;
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    reading.signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isOver) controller.abort(new Error('called off'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Answer['headers']): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.isWanted = this.reading.expect.includes(status);
    this.most = (this.isWanted ? this.reading.limit : limits.errorBody).bytes;
    if (this.isBodiless) return;
    this.started = performance.now();
    this.timer = setTimeout(this.onTime, this.reading.floor(this.isWanted).graceMs);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    this.size += chunk.byteLength;
    this.chunks.push(chunk);
    if (this.size <= this.most) return;
    const { where, limit } = this.reading;
    this.breakOff(new Failure('INVALID_RESPONSE', { where, why: limit.why, detail: limit.name }));
  }

  onResponseEnd(): void {
    if (this.isOver) return;
    this.end();
    this.read().then(this.resolve, this.reject);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.breakOff(error);
  }

  /** The body as it is read: most need nothing done to them. */
  private async read(): Promise<Answer> {
    const { status, headers } = this;
    const encoding = headerOf(headers, 'content-encoding');
    const came = this.size === 0 ? NOTHING : Buffer.concat(this.chunks, this.size).subarray(0, this.most);
    if (encoding === '' || encoding === 'identity') return { status, headers, body: came };
    const { where, limit } = this.reading;
    const body = decoded(piece(came), encoding, where);
    return { status, headers, body: await (this.isWanted ? readBody(body, limit, where) : readErrorBody(body, limits.errorBody)) };
  }

  /** Ends the connection. An error answer that breaks off is still that error. */
  private breakOff(error: Error): void {
    if (this.isOver) return;
    this.end();
    this.controller?.abort(error);
    if (this.status > 0 && !this.isWanted && !this.reading.signal?.aborted) this.read().then(this.resolve, this.reject);
    else this.reject(error);
  }

  private end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.reading.signal?.removeEventListener('abort', this.onAbort);
  }

  private readonly onAbort = (): void => {
    const reason: unknown = this.reading.signal?.reason;
    this.breakOff(reason instanceof Error ? reason : new DOMException('called off', 'AbortError'));
  };

  /** A body that drips never meets an idle limit. */
  private readonly onTime = (): void => {
    const { graceMs, bytesPerSecond } = this.reading.floor(this.isWanted);
    const rest = this.started + graceMs + (this.size / bytesPerSecond) * 1000 - performance.now();
    if (rest > 0) this.timer = setTimeout(this.onTime, rest);
    else this.breakOff(new DOMException('slower than the floor rate', 'TimeoutError'));
  };
}

async function* piece(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.byteLength > 0) yield bytes;
}

/**
 * Sends one request and reads its answer whole, up to the limit and above the slowest speed. @throws what the socket says, the reason of the signal,
 * Failure INVALID_RESPONSE.
 */
export function receiveWhole(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions, reading: Reading): Promise<Answer> {
  if (reading.signal?.aborted) return Promise.reject(reading.signal.reason);
  const whole = new Whole(reading, request.method === 'HEAD');
  try {
    dispatcher.dispatch(request, whole);
  } catch (error) {
    whole.onResponseError({} as Dispatcher.DispatchController, error as Error);
  }
  return whole.answer;
}
