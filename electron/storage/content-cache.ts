import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '../../shared/errors.ts';
import type { ContentShelf } from '../browse/image.ts';
import type { RawManifest } from '../registry/client.ts';
import { verifyDigest } from '../registry/digest.ts';
import { loadCacache } from './cacache.ts';
import { putPrivately } from './private-files.ts';

const keyOf = (connectionId: string, digest: string): string => `${connectionId} ${digest}`;
const connectionOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf(' ')));

/**
 * Manifests and configs on this machine's disk, held against their digests again when they are read (`cacache`). Each registry has its own
 * entries, so that it can be forgotten; bytes that several have are there once.
 */
export class ContentCache {
  private readonly path: string;
  private saved = 0;

  constructor(dataFolder: string) {
    this.path = join(dataFolder, 'cache');
  }

  /** Bytes saved since the last {@link prune}. */
  get written(): number {
    return this.saved;
  }

  of(connectionId: string): ContentShelf {
    return {
      load: (digest) => this.load(keyOf(connectionId, digest), digest),
      save: (manifest) => this.save(keyOf(connectionId, manifest.digest), manifest),
    };
  }

  /** Deletes what only this registry used. @throws Failure STORAGE. */
  forget(connectionId: string): Promise<void> {
    return this.sweep((key) => connectionOf(key) !== connectionId, Number.POSITIVE_INFINITY);
  }

  /**
   * Deletes what is of no known registry, oldest first what exceeds `maxBytes`, and what no entry names any more.
   * @throws Failure STORAGE.
   */
  async prune(maxBytes: number, isKnown: (connectionId: string) => boolean): Promise<void> {
    this.saved = 0;
    await this.sweep((key) => isKnown(connectionOf(key)), maxBytes);
    await this.deleteStrays();
  }

  private async load(key: string, digest: string): Promise<RawManifest | undefined> {
    try {
      const cacache = await loadCacache();
      const found = await cacache.get(this.path, key);
      verifyDigest(found.data, digest);
      return { digest, mediaType: String((found.metadata as { mediaType?: string } | undefined)?.mediaType ?? ''), bytes: found.data };
    } catch {
      return undefined;
    }
  }

  private async save(key: string, { mediaType, bytes }: RawManifest): Promise<void> {
    try {
      await putPrivately(this.path, key, bytes, { mediaType });
      this.saved += bytes.byteLength;
    } catch (error) {
      throw storageFailure(this.path, error);
    }
  }

  private async sweep(isWanted: (key: string) => boolean, maxBytes: number): Promise<void> {
    try {
      const cacache = await loadCacache();
      // cacache 21 deletes the file of an entry, too, where this is asked for; its types do not know.
      const deleteEntry = cacache.rm.entry as (path: string, key: string, options: { readonly removeFully: true }) => Promise<unknown>;
      const entries = Object.values(await cacache.ls(this.path)).sort((a, b) => b.time - a.time);
      const kept = new Set<string>();
      let bytes = 0;
      for (const { key, integrity, size = 0 } of entries) {
        if (isWanted(key) && (kept.has(integrity) || bytes + size <= maxBytes)) {
          if (!kept.has(integrity)) bytes += size;
          kept.add(integrity);
        } else await deleteEntry(this.path, key, { removeFully: true });
      }
      for (const integrity of new Set(entries.map((entry) => entry.integrity)))
        if (!kept.has(integrity)) await cacache.rm.content(this.path, integrity);
    } catch (error) {
      throw storageFailure(this.path, error);
    }
  }

  /** Content without an entry, and what a process left that was killed while it wrote. */
  private async deleteStrays(): Promise<void> {
    const named = new Set(Object.values(await (await loadCacache()).ls(this.path)).map((entry) => entry.path));
    for (const file of await filesIn(join(this.path, 'content-v2'))) if (!named.has(file)) await deleteOld(file);
    for (const file of await filesIn(join(this.path, 'tmp'))) await deleteOld(file);
  }
}

/** ms; what is younger may be being written. */
const YOUNG = 60_000;

async function deleteOld(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found && Math.abs(Date.now() - found.mtimeMs) > YOUNG) await rm(file, { force: true });
}

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
