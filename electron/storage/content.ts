import { join } from 'node:path';
import cacache from 'cacache';
import { storageFailure } from '../../shared/errors.ts';
import type { RawManifest } from '../registry/client.ts';
import { verifyDigest } from '../registry/verify.ts';
import { putPrivately } from './private-files.ts';

/** Content by digest on this machine's disk, held against its digest again when it is read (`cacache`). */
export class ContentStore {
  private readonly path: string;

  constructor(dataFolder: string, name: 'cache' | 'kept') {
    this.path = join(dataFolder, name);
  }

  /** Undefined where it is not there or not what it was: then it is asked for again. */
  async load(digest: string): Promise<RawManifest | undefined> {
    try {
      const found = await cacache.get(this.path, digest);
      verifyDigest(found.data, digest);
      return { digest, mediaType: String((found.metadata as { mediaType?: string } | undefined)?.mediaType ?? ''), bytes: found.data };
    } catch {
      return undefined;
    }
  }

  /**
   * Lets go of what is older than `maxAge` (ms) and, oldest first, of what exceeds `maxBytes`; never of the digests in `wanted`. How many
   * went. @throws Failure STORAGE.
   */
  async prune(maxAge: number, maxBytes: number, wanted: ReadonlySet<string>): Promise<number> {
    try {
      const entries = Object.values(await cacache.ls(this.path)).sort((a, b) => b.time - a.time);
      let bytes = 0;
      let gone = 0;
      for (const { key, integrity, time, size = 0 } of entries) {
        bytes += size;
        if (wanted.has(key) || (Date.now() - time <= maxAge && bytes <= maxBytes)) continue;
        await cacache.rm.entry(this.path, key);
        await cacache.rm.content(this.path, integrity);
        gone++;
      }
      return gone;
    } catch (error) {
      throw storageFailure(this.path, error);
    }
  }

  /** @throws Failure STORAGE, with the reason that the file system gave (ENOSPC for a full disk). */
  async save({ digest, mediaType, bytes }: RawManifest): Promise<void> {
    try {
      await putPrivately(this.path, digest, bytes, { mediaType });
    } catch (error) {
      throw storageFailure(this.path, error);
    }
  }
}
