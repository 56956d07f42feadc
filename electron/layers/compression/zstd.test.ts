import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unzstd } from './zstd.ts';

test('a hundred thousand small frames do not keep others from stopping it', async () => {
  const frame = zstdCompressSync('');
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(100_000 * frame.byteLength, frame);
  }
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(), 1);
  const all = async (): Promise<void> => {
    for await (const _ of unzstd(content(), stopping.signal));
  };
  await expect(all()).rejects.toThrow('aborted');
});
