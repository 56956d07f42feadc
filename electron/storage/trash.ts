import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import cacache from 'cacache';
import { z } from 'zod';
import { Failure, storageFailure } from '../../shared/errors.ts';
import { isDigest } from '../../shared/oci/digest.ts';
import type { RawManifest } from '../registry/client.ts';
import { verifyDigest } from '../registry/digest.ts';
import { AgeClock } from './age-clock.ts';
import { isPart, syncFolder, writeDurably } from './durable.ts';

const NEWLINE = 0x0a;
/** ms after which a file that was never completed is taken for one of a process that ended. */
const STALE = 3_600_000;
const DAY = 86_400_000;
/** What the first version kept: what cacache made, which does not write through to the disk and tells backups to pass its folder over. */
const FORMER = ['content-v2', 'index-v5', 'tmp', 'CACHEDIR.TAG'];

const header = z.object({ mediaType: z.string() });

/** Manifests that an undo needs: one file a digest, on the disk itself before anything is sent, held against the digest when it is read. */
export class TrashStore {
  private readonly former: string;
  private readonly folder: string;
  private readonly age: AgeClock;
  private prepared: Promise<void> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(dataFolder: string) {
    this.former = join(dataFolder, 'kept');
    this.folder = join(this.former, 'manifests');
    this.age = new AgeClock(join(dataFolder, 'kept-age.json'), () => this.newest());
  }

  /** Undefined where it was not kept or is no longer what it was. */
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
   * Deletes what is older than `maxAge` (ms) and, oldest first, what exceeds `maxBytes`; never the digests in `wanted`.
   * Time without Longshore counts as a day at most, so that a clock that is wrong once deletes nothing that is young. @throws Failure STORAGE.
   */
  async prune(maxAge: number, maxBytes: number, wanted: ReadonlySet<string>): Promise<void> {
    try {
      await this.prepare();
      await this.takeOver();
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
        await this.inTurn(() => this.letGo(path, time));
      }
    } catch (error) {
      throw storageFailure(this.folder, error);
    }
  }

  /** What is there already got there by the same way; its age counts from `time`. */
  private async write({ digest, mediaType, bytes }: RawManifest, time: Date): Promise<void> {
    const path = this.pathOf(digest);
    if (!(await this.read(digest).catch(() => undefined))) {
      const head = Buffer.from(`${JSON.stringify({ mediaType })}\n`, 'utf8');
      await writeDurably(path, Buffer.concat([head, bytes]));
    }
    await utimes(path, time, time);
  }

  /** Deletes a file, unless a change has kept it since it was looked at. */
  private async letGo(path: string, time: number): Promise<void> {
    const now = await stat(path).catch(() => undefined);
    if (now?.mtimeMs === time) await rm(path, { force: true });
  }

  /** One file after the other: what a change is about to rely on is not deleted under it. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  /** Where the count of ages begins: no later than the newest that is kept, should the clock be wrong at this moment. */
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

  /** The folder, lasting: with those that hold its name. */
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
      const found = await cacache.get(this.former, digest);
      verifyDigest(found.data, digest);
      return { digest, mediaType: String((found.metadata as { mediaType?: string } | undefined)?.mediaType ?? ''), bytes: found.data };
    } catch {
      return undefined;
    }
  }

  /** Brings what the first version kept over, each with its age, and then lets its folders go. */
  private async takeOver(): Promise<void> {
    for (const { key, time } of Object.values(await cacache.ls(this.former).catch(() => ({})))) {
      const manifest = await this.readFormer(key);
      if (!manifest || !isDigest(key)) continue;
      await this.inTurn(async () => {
        if (!(await this.read(key).catch(() => undefined))) await this.write(manifest, new Date(time));
      });
    }
    for (const name of FORMER) await rm(join(this.former, name), { recursive: true, force: true });
  }
}
