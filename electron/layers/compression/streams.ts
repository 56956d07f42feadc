import { Readable, type Transform } from 'node:stream';

type Bytes = AsyncIterable<Uint8Array>;

/** Passes content on, and calls `onChunk` with each part. */
export async function* watched(content: Bytes, onChunk: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    onChunk(chunk);
    yield chunk;
  }
}

/** Passes content through a stage such as a compressor. Both ends are closed however it ends. */
export async function* through(content: Bytes, stage: Transform): AsyncGenerator<Uint8Array> {
  const source = Readable.from(content, { objectMode: false });
  source.on('error', (error) => stage.destroy(error));
  try {
    yield* source.pipe(stage) as AsyncIterable<Buffer>;
  } finally {
    source.destroy();
    stage.destroy();
  }
}

/** Content without its first `offset` bytes. */
export async function* skip(content: Bytes, offset: number): AsyncGenerator<Uint8Array> {
  let left = offset;
  for await (const chunk of content) {
    const part = chunk.subarray(Math.min(left, chunk.byteLength));
    left -= chunk.byteLength - part.byteLength;
    if (part.byteLength > 0) yield part;
  }
}
