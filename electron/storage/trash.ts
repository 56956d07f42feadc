import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Failure, storageFailure } from '../../shared/errors.ts';
import { isDigest } from '../../shared/oci/digest.ts';
import type { RawManifest } from '../registry/client.ts';
import { verifyDigest } from '../registry/digest.ts';
import { loadCacache } from './cacache.ts';
import { isPart, syncFolder, writeDurably } from './durable.ts';
import { TrashClock } from './trash-clock.ts';

const NEWLINE = 0x0a;
/** ms after which an incomplete file is regarded as left by a process that ended. */
const STALE = 3_600_000;
const DAY = 86_400_000;
/** The trash of the first version, made by cacache, which does not sync to disk and marks its folder as a cache, so that backups skip it. */
const FORMER = ['content-v2', 'index-v5', 'tmp', 'CACHEDIR.TAG'];

const header = z.object({ mediaType: z.string() });

/** Manifests that an undo needs: one file a digest, synced to disk before anything is sent, and verified against its digest when it is read. */
export class TrashStore {
  private readonly former: string;
  private readonly folder: string;
  private readonly age: TrashClock;
  private prepared: Promise<void> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(dataFolder: string) {
    this.former = join(dataFolder, 'kept');
    this.folder = join(this.former, 'manifests');
    this.age = new TrashClock(join(dataFolder, 'kept-age.json'), () => this.newest());
  }

  /** Undefined where it is not in the trash, or does not match its digest. */
  async load(digest: string): Promise<RawManifest | undefined> {
    return (await this.read(digest).catch(() => undefined)) ?? this.readFormer(digest);
  }

  /** Resolves once bytes, name and folder are on the disk. @throws Failure STORAGE, with the reason of the file system (ENOSPC for a full disk). */
  async save(manifest: RawManifest): Promise<void> {
    try {
      await this.prepare();
      await this.inTurn(async () => this.write(manifest, new Date(await this.age.now())));
    } catch (error) {
      throw storageFailure(this.folder, error);
    }
  }

  /**
   * Prunes the trash by age (`maxAge`, in ms) and, oldest first, by size (`maxBytes`). Digests in `wanted` are never pruned. Time without Longshore
   * counts as a day at most, so that a clock that is wrong once deletes nothing that is young. @throws Failure STORAGE.
   */
  async prune(maxAge: number, maxBytes: number, wanted: ReadonlySet<string>): Promise<void> {
    try {
      await this.prepare();
      await this.carryOver();
      const files = [];
      for (const name of await readdir(this.folder)) {
        const path = join(this.folder, name);
        const found = await stat(path).catch(() => undefined);
        // One that was being written has its name by now.
        if (!found) continue;
        const { mtimeMs, size } = found;
        if (!isPart(name)) files.push({ path, name, time: mtimeMs, size });
        else if (Date.now() - mtimeMs > STALE) await rm(path, { force: true });
      }
      const now = await this.age.advance(Math.min(DAY, maxAge / 2));
      let bytes = 0;
      for (const { path, name, time, size } of files.sort((a, b) => b.time - a.time)) {
        bytes += size;
        if (wanted.has(name.replace('-', ':')) || (now - time <= maxAge && bytes <= maxBytes)) continue;
        await this.inTurn(() => this.deleteUnlessSaved(path, time));
      }
    } catch (error) {
      throw storageFailure(this.folder, error);
    }
  }

  /** Writes a manifest that is not in the trash yet; its age counts from `time` in any case. */
  private async write({ digest, mediaType, bytes }: RawManifest, time: Date): Promise<void> {
    const path = this.pathOf(digest);
    if (!(await this.read(digest).catch(() => undefined))) {
      const head = Buffer.from(`${JSON.stringify({ mediaType })}\n`, 'utf8');
      await writeDurably(path, Buffer.concat([head, bytes]));
    }
    await utimes(path, time, time);
  }

  /** Deletes a file, unless a change has saved it again since. */
  private async deleteUnlessSaved(path: string, time: number): Promise<void> {
    const now = await stat(path).catch(() => undefined);
    if (now?.mtimeMs === time) await rm(path, { force: true });
  }

  /** One file after the other: a file that a change relies on is not deleted at the same moment. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  /** Where the count of ages begins: no later than the newest file, should the clock be wrong at this moment. */
  private async newest(): Promise<number> {
    const names = await readdir(this.folder);
    const times = await Promise.all(names.map(async (name) => (await stat(join(this.folder, name))).mtimeMs));
    return Math.min(Date.now(), times.reduce((a, b) => Math.max(a, b), 0) || Date.now());
  }

  private pathOf(digest: string): string {
    if (!isDigest(digest)) throw new Failure('STORAGE', { path: this.folder, reason: 'other', code: digest.slice(0, 100) });
    return join(this.folder, digest.replace(':', '-'));
  }

  private async read(digest: string): Promise<RawManifest> {
    const file = await readFile(this.pathOf(digest));
    const end = file.indexOf(NEWLINE);
    const { mediaType } = header.parse(JSON.parse(file.subarray(0, end).toString('utf8')));
    const bytes = file.subarray(end + 1);
    verifyDigest(bytes, digest);
    return { digest, mediaType, bytes };
  }

  /** Makes the folder, and takes its name to the disk. */
  private prepare(): Promise<void> {
    this.prepared ??= (async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await syncFolder(this.former);
      await syncFolder(dirname(this.former));
    })().catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }

  private async readFormer(digest: string): Promise<RawManifest | undefined> {
    try {
      const found = await (await loadCacache()).get(this.former, digest);
      verifyDigest(found.data, digest);
      return { digest, mediaType: String((found.metadata as { mediaType?: string } | undefined)?.mediaType ?? ''), bytes: found.data };
    } catch {
      return undefined;
    }
  }

  /** Moves the manifests of the first version here, with their age, then deletes its folders. */
  private async carryOver(): Promise<void> {
    for (const { key, time } of Object.values(await (await loadCacache()).ls(this.former).catch(() => ({})))) {
      const manifest = await this.readFormer(key);
      if (!manifest || !isDigest(key)) continue;
      await this.inTurn(async () => {
        if (!(await this.read(key).catch(() => undefined))) await this.write(manifest, new Date(time));
      });
    }
    for (const name of FORMER) await rm(join(this.former, name), { recursive: true, force: true });
  }
}
