import type { Floor } from './limits.ts';

type Body = AsyncIterable<Buffer> & { destroy(error?: Error): unknown; on(event: 'error', listener: () => void): unknown };

/**
 * Hands a body on as it comes, and ends it when it is slower than `floor`: a body that drips never meets an idle limit.
 * @throws DOMException TimeoutError, which `failureOfSocket` reads.
 */
export async function* withDeadline(body: Body, floor: Floor): AsyncGenerator<Buffer> {
  const started = performance.now();
  let received = 0;
  const left = (): number => started + floor.graceMs + (received / floor.bytesPerSecond) * 1000 - performance.now();
  const check = (): void => {
    const rest = left();
    if (rest <= 0) body.destroy(new DOMException('slower than the floor rate', 'TimeoutError'));
    else timer = setTimeout(check, rest);
  };
  let timer = setTimeout(check, floor.graceMs);
  // A body that is left early reports that as an error, which is ignored.
  body.on('error', () => {});
  try {
    for await (const chunk of body) {
      received += chunk.byteLength;
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}
