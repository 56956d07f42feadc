import type { BrokenLink } from '../../../shared/contract/runs.ts';
import { subjectOfTag } from '../../../shared/oci/content-kind.ts';
import { type Manifest, readManifest } from '../../../shared/oci/manifest.ts';
import { OCI_INDEX } from '../../../shared/oci/media-types.ts';
import { pool } from '../../registry/pool.ts';
import { blobsOf } from './blobs.ts';
import { type ReadManifest, type RepositorySource, readPresent } from './gather.ts';
import { contentOnly } from './referrers-of.ts';

/** Broken links that are told one by one: about a megabyte. */
const MOST_TOLD = 5_000;

const order = new Intl.Collator('en', { numeric: true });

type Told = { readonly done: number; readonly total: number };

/** A manifest that is named: by which one, and by which tag one comes to it. */
type Step = {
  readonly digest: string;
  readonly of: string | undefined;
  readonly what: 'child' | 'subject' | 'referrer';
  readonly tag: string | undefined;
};

export type BrokenLinks = {
  readonly broken: BrokenLink[];
  readonly brokenCount: number;
  readonly tags: number;
  readonly manifests: number;
  readonly blobs: number;
  /** Manifests and blobs that the registry gave no answer about. */
  readonly unread: number;
};

/** Looks for everything that a repository's manifests name and the registry does not have. It reads, and changes nothing. */
export class LinkCheck {
  private readonly source: RepositorySource;
  private readonly onProgress: (told: Told) => void;
  private readonly tasks: (() => Promise<void>)[] = [];
  /** What came of each manifest; the manifests themselves of a large repository would fill the memory. */
  private readonly walks = new Map<string, Promise<ReadManifest['state']>>();
  private readonly blobs = new Map<string, { readonly links: BrokenLink[] }>();
  private readonly broken: BrokenLink[] = [];
  private readonly missing = new Set<string>();
  private next = 0;
  private done = 0;
  private tags = 0;
  private manifests = 0;
  private brokenCount = 0;
  private unread = 0;
  /** Whether the registry has the referrers API; undefined until it has answered. */
  private hasApi: boolean | undefined;

  constructor(source: RepositorySource, onProgress: (told: Told) => void) {
    this.source = source;
    this.onProgress = onProgress;
  }

  /** What was found until now. */
  get found(): BrokenLinks {
    const { broken, brokenCount, tags, manifests, blobs, unread } = this;
    return { broken, brokenCount, tags, manifests, blobs: blobs.size, unread };
  }

  /** Follows every tag. @throws Failure of the connection, and the signal's reason. */
  async run(): Promise<void> {
    const { client, repository, signal } = this.source;
    for await (const { names } of client.tags(repository, signal))
      for (const tag of names) {
        this.tags++;
        this.add(() => this.tag(tag));
      }
    await pool(
      () => client.width,
      () => (this.next < this.tasks.length ? this.tasks[this.next++] : undefined),
      async (task) => {
        signal?.throwIfAborted();
        await task();
        this.done++;
        this.onProgress({ done: this.done, total: this.tasks.length });
      },
    );
  }

  private add(task: () => Promise<void>): void {
    this.tasks.push(task);
  }

  private note(link: BrokenLink): void {
    this.brokenCount++;
    if (this.broken.length < MOST_TOLD) this.broken.push(link);
  }

  private async tag(tag: string): Promise<void> {
    const { client, repository, signal } = this.source;
    const head = await client.head(repository, tag, signal).catch((error: unknown) => {
      contentOnly(error);
      this.unread++;
    });
    // A tag that was deleted since it was listed names nothing.
    if (!head) return;
    const about = subjectOfTag(tag);
    if (about !== undefined) this.add(() => this.manifest({ digest: about, of: head.digest, what: 'subject', tag }));
    await this.manifest({ digest: head.digest, of: undefined, what: 'child', tag });
  }

  private async manifest({ digest, of, what, tag }: Step): Promise<void> {
    const walk = this.walks.get(digest) ?? this.walk(digest, tag);
    this.walks.set(digest, walk);
    if ((await walk) === 'missing' && of !== undefined) this.note({ what, digest, of, ...(tag === undefined ? {} : { tag }) });
  }

  /** Reads a manifest, and follows what it names. */
  private async walk(digest: string, tag: string | undefined): Promise<ReadManifest['state']> {
    const read = await readPresent(this.source, digest);
    if (read.state !== 'missing') this.manifests++;
    if (read.state === 'unread') this.unread++;
    if (read.state === 'read') {
      this.follow(digest, read.manifest, tag);
      this.add(() => this.referrers(digest, tag));
    }
    return read.state;
  }

  /** Follows what the registry lists as attached to a manifest. What it keeps under tags is found by them. */
  private async referrers(of: string, tag: string | undefined): Promise<void> {
    if (this.hasApi === false) return;
    const { client, repository, signal } = this.source;
    try {
      const answer = await client.referrers(repository, of, signal);
      this.hasApi ??= answer !== undefined;
      const indexes = (answer?.pages ?? []).map((text) => readManifest(text, OCI_INDEX));
      for (const { digest } of indexes.flatMap((index) => (index.kind === 'index' ? index.manifests : [])))
        this.add(() => this.manifest({ digest, of, what: 'referrer', tag }));
    } catch (error) {
      contentOnly(error);
      this.unread++;
    }
  }

  /** Adds what a manifest names. */
  private follow(of: string, manifest: Manifest, tag: string | undefined): void {
    if (manifest.kind === 'index')
      for (const { digest } of manifest.manifests) this.add(() => this.manifest({ digest, of, what: 'child', tag }));
    const subject = 'subject' in manifest ? manifest.subject : undefined;
    if (subject !== undefined) this.add(() => this.manifest({ digest: subject, of, what: 'subject', tag }));
    for (const { descriptor, number } of blobsOf(manifest)) {
      const at = tag === undefined ? {} : { tag };
      const link: BrokenLink = { what: number === undefined ? 'config' : 'layer', digest: descriptor.digest, of, ...at };
      const known = this.blobs.get(descriptor.digest);
      if (known) known.links.push(link);
      else {
        this.blobs.set(descriptor.digest, { links: [link] });
        this.add(() => this.blob(descriptor.digest));
      }
    }
  }

  private async blob(digest: string): Promise<void> {
    const { client, repository, signal } = this.source;
    const has = await client.blobs.has(repository, digest, signal).catch((error: unknown) => {
      contentOnly(error);
      this.unread++;
      return true;
    });
    if (!has) this.missing.add(digest);
  }

  /** Blobs are told last: by then every manifest that names them is known. */
  tellBlobs(): void {
    for (const digest of this.missing) for (const link of this.blobs.get(digest)?.links ?? []) this.note(link);
    // In the order of the tags, not of the answers, so that the result is always the same.
    this.broken.sort((a, b) => order.compare(a.tag ?? '', b.tag ?? '') || order.compare(a.digest, b.digest));
  }
}
