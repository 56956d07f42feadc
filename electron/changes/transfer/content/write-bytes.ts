import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { storageFailure } from '../../../../shared/errors.ts';

/** Writes what comes into a new file, `part`, which failures call by the name that it will have; bytes that were written. @throws Failure STORAGE; what the bytes end with. */
export async function writeBytes(
  path: string,
  part: string,
  mode: number,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<number> {
  const file = createWriteStream(part, { flags: 'wx', mode });
  let failed: Error | undefined;
  file.on('error', (error) => {
    failed ??= error;
  });
  try {
    await pipeline(bytes, file, { signal });
    return file.bytesWritten;
  } catch (error) {
    throw failed && failed === error ? storageFailure(path, error) : error;
  }
}
