import { join } from 'node:path';
import cacache from 'cacache';
import { type RawManifest, verifyDigest } from '../registry/client.ts';
import { storageFailure } from './data-folder.ts';

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

  /** @throws Failure STORAGE, with the reason that the file system gave (ENOSPC for a full disk). */
  async save({ digest, mediaType, bytes }: RawManifest): Promise<void> {
    try {
      await cacache.put(this.path, digest, bytes, { metadata: { mediaType } });
    } catch (error) {
      throw storageFailure(this.path, error);
    }
  }
}
