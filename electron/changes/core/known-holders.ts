import { Failure } from '../../../shared/errors.ts';
import { headTags, type Scan, tagsOn } from './scan.ts';
import { readManifests, type Source } from './snapshot.ts';

/** What contains each manifest, and what could not be read and may contain any. */
type Contained = { readonly holders: ReadonlyMap<string, readonly string[]>; readonly unread: readonly string[] };

/**
 * What is known to contain manifests without a tag, for one run: no tag tells of an index that has none itself. It is read with the first
 * manifest; each holder is asked for again before anything that it contains is deleted.
 */
export class KnownHolders {
  private readonly source: Source;
  private readonly ask: () => Promise<readonly string[]>;
  private known: Promise<Contained> | undefined;

  /** `ask` names what may contain the manifests of the run. */
  constructor(source: Source, ask: () => Promise<readonly string[]>) {
    this.source = source;
    this.ask = ask;
  }

  /**
   * What has a tag of `scan` is not looked at: whoever deletes a manifest reads every index with a tag. @throws Failure CONFLICT where a
   * manifest without a tag that is still found contains this one, or may; of the connection.
   */
  async check(digest: string, scan: Scan): Promise<void> {
    const { client, repository } = this.source;
    const { holders, unread } = await this.contained();
    const isLeft = async (holder: string): Promise<boolean> =>
      holder !== digest && tagsOn(scan, holder).length === 0 && (await client.head(repository, holder)) !== undefined;
    for (const holder of holders.get(digest) ?? [])
      if (await isLeft(holder)) throw new Failure('CONFLICT', { what: 'new-index', subject: holder });
    for (const holder of unread) if (await isLeft(holder)) throw new Failure('CONFLICT', { what: 'scan-incomplete', subject: holder });
  }

  private contained(): Promise<Contained> {
    this.known ??= this.read().catch((error: unknown) => {
      // The next manifest asks again.
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private async read(): Promise<Contained> {
    const { client, repository, signal } = this.source;
    const { heads, unread } = await headTags(client, repository, [...new Set(await this.ask())], signal, () => {});
    const { summaries, unreadManifests } = await readManifests(
      this.source,
      new Map([...heads.keys()].map((digest) => [digest, undefined])),
    );
    const holders = new Map<string, string[]>();
    for (const { digest, children } of summaries.values())
      for (const child of children) holders.set(child, [...(holders.get(child) ?? []), digest]);
    return { holders, unread: [...unread, ...unreadManifests] };
  }
}
