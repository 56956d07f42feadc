import type { LinkedGap } from '../../../shared/contract/linked.ts';
import { asValue, Failure, isFailure } from '../../../shared/errors.ts';
import { subjectOfTag } from '../../../shared/oci/content-kind.ts';
import { isStatementType, predicateIn } from '../../../shared/oci/document-kind.ts';
import { readImageFacts } from '../../../shared/oci/image-config.ts';
import { type Descriptor, isAttestation, type Manifest, type Platform, readManifest } from '../../../shared/oci/manifest.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { MAX_ASKED_FOR_REFERRERS, MAX_LINKED_READ, MAX_PEEKED_BYTES } from '../../registry/http/limits.ts';
import { pool } from '../../registry/pool.ts';
import type { ContentShelf } from '../image.ts';
import { predicateOf } from './predicate.ts';
import { contentOnly, type ReferrerAnswers, type ReferrerQuestion, referrersOf } from './referrers-of.ts';
import { tiedTo } from './roles.ts';

/** Indexes in indexes, and signatures of signatures, that are followed. */
const MOST_NESTING = 3;
const MOST_CHAIN = 2;

/** What came of asking for one manifest. `size` in bytes. */
export type ReadManifest =
  | { readonly state: 'read'; readonly manifest: Manifest; readonly size: number }
  | { readonly state: 'missing' }
  | { readonly state: 'unread'; readonly failure: LinkedGap['failure'] };

/** Everything that was read of what is linked to one manifest. What a limit left out is in none of the maps. */
export type Gathered = {
  readonly digest: string;
  readonly tag: string | undefined;
  /** What the manifest is about: its subject, or what its tag is made from. */
  readonly subject: string | undefined;
  readonly reads: ReadonlyMap<string, ReadManifest>;
  /** Of images that an index names without a platform. */
  readonly platforms: ReadonlyMap<string, Platform>;
  /** By the digest that they refer to. */
  readonly referrers: ReadonlyMap<string, ReferrerAnswers>;
  /** Predicate types by the digest of the layer, where no annotation names them. */
  readonly predicates: ReadonlyMap<string, string>;
  readonly gaps: readonly LinkedGap[];
  readonly left: number;
};

/** Where the content of a repository is read from. */
export type RepositorySource = {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly content: ContentShelf;
  readonly signal: AbortSignal | undefined;
};

export type LinkedSource = RepositorySource & {
  /** All tags of the repository that hold referrers; undefined where they are not known. */
  readonly tags: readonly string[] | undefined;
};

/** One manifest: its bytes from the disk where they are kept, but whether it is there always from the registry. @throws Failure of the connection. */
export async function readPresent({ client, repository, content, signal }: RepositorySource, digest: string): Promise<ReadManifest> {
  try {
    const known = await content.load(digest);
    if (known && !(await client.head(repository, digest, signal))) return { state: 'missing' };
    const raw = known ?? (await client.manifest(repository, digest, signal));
    if (!known) await content.save(raw).catch(() => {});
    return { state: 'read', manifest: readManifest(raw.bytes.toString('utf8'), raw.mediaType), size: raw.bytes.byteLength };
  } catch (error) {
    if (isFailure(error, 'NOT_FOUND')) return { state: 'missing' };
    contentOnly(error);
    return { state: 'unread', failure: asValue(error) };
  }
}

/** One walk from a manifest to all that is linked to it: tasks that add further tasks, as many at once as the registry takes well. */
class Gathering {
  readonly reads = new Map<string, ReadManifest>();
  readonly platforms = new Map<string, Platform>();
  readonly referrers = new Map<string, ReferrerAnswers>();
  readonly predicates = new Map<string, string>();
  readonly gaps: LinkedGap[] = [];
  left = 0;
  private readonly source: LinkedSource;
  private readonly tags: ReadonlySet<string> | undefined;
  private readonly tasks: (() => Promise<void>)[] = [];
  private readonly seen = new Set<string>();
  private readonly asked = new Set<string>();
  private next = 0;
  /** Whether the registry has the referrers API, as its first answer tells. */
  private hasApi: Promise<boolean> | undefined;

  constructor(source: LinkedSource) {
    this.source = source;
    this.tags = source.tags && new Set(source.tags);
  }

  add(task: () => Promise<void>): void {
    this.tasks.push(task);
  }

  run(): Promise<void> {
    const { client } = this.source;
    return pool(
      () => client.width,
      () => (this.next < this.tasks.length ? this.tasks[this.next++] : undefined),
      (task) => task(),
    );
  }

  /** Reads a manifest once, within the limit. */
  async read(digest: string): Promise<Manifest | undefined> {
    if (this.seen.has(digest)) return undefined;
    if (this.seen.size >= MAX_LINKED_READ) {
      this.left++;
      return undefined;
    }
    this.seen.add(digest);
    const read = await readPresent(this.source, digest);
    this.reads.set(digest, read);
    return read.state === 'read' ? read.manifest : undefined;
  }

  /** The parts of an index, and what refers to its images. */
  children(manifests: readonly Descriptor[], nesting: number): void {
    const own = new Set(manifests.map(({ digest }) => digest));
    for (const child of manifests) {
      const about = tiedTo(child);
      this.add(() => (isAttestation(child) || about !== undefined ? this.attached(child.digest) : this.part(child, nesting)));
      if (about !== undefined && !own.has(about)) this.add(async () => void (await this.read(about)));
    }
  }

  private async part(child: Descriptor, nesting: number): Promise<void> {
    this.ask(child.digest, 0);
    const manifest = await this.read(child.digest);
    if (manifest?.kind === 'index' && isIndexType(child.mediaType) && nesting < MOST_NESTING)
      this.children(manifest.manifests, nesting + 1);
    if (manifest?.kind === 'image' && !child.platform) this.add(() => this.platform(child.digest, manifest.config));
  }

  private async platform(digest: string, config: Descriptor): Promise<void> {
    const { client, repository, signal } = this.source;
    try {
      const { platform } = readImageFacts((await client.blobs.get(repository, config.digest, signal)).toString('utf8'));
      if (platform) this.platforms.set(digest, platform);
    } catch (error) {
      // The image is still shown, without a platform.
      contentOnly(error);
    }
  }

  /** Asks what refers to a digest; `chain`: how many referrers lead from the image to it. */
  ask(digest: string, chain: number): void {
    if (this.asked.has(digest)) return;
    if (this.asked.size >= MAX_ASKED_FOR_REFERRERS) {
      this.left++;
      return;
    }
    this.asked.add(digest);
    this.add(() => this.answers(digest, chain));
  }

  private async answers(digest: string, chain: number): Promise<void> {
    const { client, repository, signal } = this.source;
    const unanswered = (error: unknown, what: ReferrerQuestion): undefined => {
      contentOnly(error);
      this.gaps.push({ what, digest, failure: asValue(error) });
    };
    const find = async (tag: string) =>
      this.tags?.has(tag) === false
        ? undefined
        : client.head(repository, tag, signal).catch((error: unknown) => unanswered(error, /\./.test(tag) ? 'tag' : 'list'));
    const mayAsk = this.hasApi;
    const answer = (async () => referrersOf({ client, repository, find, signal, unanswered }, digest, (await mayAsk) ?? true))();
    // The first answer decides for all: a failure of it is the caller's.
    this.hasApi ??= answer.then(
      ({ hasApi }) => hasApi,
      () => false,
    );
    const answers = await answer;
    this.referrers.set(digest, answers);
    const found = new Set([...answers.api, ...answers.listed, ...answers.tagged].map((one) => one.digest));
    for (const one of found)
      this.add(async () => {
        await this.attached(one);
        if (chain < MOST_CHAIN) this.ask(one, chain + 1);
      });
  }

  /** A manifest that is about another, and the predicate types of the statements in it. */
  private async attached(digest: string): Promise<void> {
    const manifest = await this.read(digest);
    if (!manifest || !('layers' in manifest)) return;
    const artifactType = manifest.kind === 'artifact' ? manifest.artifactType : '';
    for (const layer of manifest.layers) {
      const isStatement = isStatementType(layer.mediaType) || isStatementType(artifactType);
      if (!isStatement || predicateIn(layer.annotations, manifest.annotations) !== undefined || layer.size > MAX_PEEKED_BYTES) continue;
      this.add(() => this.peek(layer.digest));
    }
  }

  private async peek(digest: string): Promise<void> {
    const { client, repository, signal } = this.source;
    try {
      const predicate = predicateOf((await client.blobs.get(repository, digest, signal)).toString('utf8'));
      if (predicate !== undefined) this.predicates.set(digest, predicate);
    } catch (error) {
      // It is shown as an attestation of an unknown kind.
      contentOnly(error);
    }
  }
}

/**
 * Reads everything that is linked to a manifest: its parts, what refers to it and to them, by every way that there is, and what it is about.
 * @throws Failure NOT_FOUND of the manifest itself, and failures of the connection.
 */
export async function gatherLinked(source: LinkedSource, digest: string, tag: string | undefined): Promise<Gathered> {
  const gathering = new Gathering(source);
  const manifest = await gathering.read(digest);
  const read = gathering.reads.get(digest);
  if (read?.state === 'missing') throw new Failure('NOT_FOUND', { what: 'manifest', subject: digest });
  const subject = (manifest && 'subject' in manifest ? manifest.subject : undefined) ?? (tag === undefined ? undefined : subjectOfTag(tag));
  gathering.ask(digest, 0);
  if (manifest?.kind === 'index') gathering.children(manifest.manifests, 0);
  if (subject !== undefined) gathering.add(async () => void (await gathering.read(subject)));
  await gathering.run();
  const { reads, platforms, referrers, predicates, gaps, left } = gathering;
  return { digest, tag, subject, reads, platforms, referrers, predicates, gaps, left };
}
