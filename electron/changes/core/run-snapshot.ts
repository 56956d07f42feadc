import { protectedOf } from '../../../shared/pattern.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import type { ManifestHead } from '../../registry/client.ts';
import { headTags, listTags, type Scan } from './scan.ts';
import { indexDigests, readManifests, type Snapshot, type Source } from './snapshot.ts';

type Question = Source & {
  /** Patterns of tags that are checked again first. */
  readonly protectedTags: readonly string[];
};

/** Requests for one image. Five are needed in any case: its bytes, its deletion, the proof, and one tag before and after. */
const BUDGET = 20;
const DEED = 5;
/** Tags of other images that are asked again before each image, at most. */
const AGAIN = 8;
/** ms without a check, as when a run is paused, after which every tag is checked again. */
const REST = 60_000;

/**
 * The state of a repository while many of its images are deleted. Every tag is checked once, with the first image. After that the names are
 * listed before each image, and only these are checked again: new names, the image's own, protected ones, and a few of all others in turn.
 * So a tag of a large repository that is moved to an image during the run may be missed until that image is deleted; the next list of names
 * shows that it vanished.
 */
export class RunSnapshot {
  private readonly question: Question;
  private heads: Map<string, ManifestHead> | undefined;
  private unread: string[] = [];
  private capped = false;
  private readonly known = new Map<string, ImageSummary>();
  /** Names in the order in which they are asked again. */
  private waiting: string[] = [];
  private readonly guarded = new Set<string>();
  private vanished: string[] = [];
  /** Requests that the last list of names took. */
  private pages = 1;
  private turns = 0;
  private at = Number.NEGATIVE_INFINITY;

  constructor(question: Question) {
    this.question = question;
  }

  /** The state that deleting an image with these tags depends on. @throws Failure of the connection. */
  async look(own: readonly string[]): Promise<Snapshot> {
    const isOld = performance.now() - this.at > REST;
    // Names may have come while every tag was asked, which takes seconds: the first image is no exception.
    if (!this.heads || isOld) await this.begin();
    await this.freshen(own);
    this.at = performance.now();
    const scan = { heads: this.heads ?? new Map(), unread: this.unread, capped: this.capped };
    return { scan, ...(await this.readIndexes(scan)) };
  }

  /** A tag that the run has removed is expected to be missing. */
  removed(tag: string): void {
    this.heads?.delete(tag);
  }

  /** A tag whose digest is unknown is checked first. */
  doubt(tag: string): void {
    this.waiting.unshift(tag);
  }

  /** Tags that are no longer listed although the run did not delete them; each is reported once. Lists the names when `now`. */
  async missing(now = false): Promise<string[]> {
    if (now && this.heads) await this.list();
    return this.vanished.splice(0);
  }

  private async begin(): Promise<void> {
    const { client, repository } = this.question;
    const listed = await this.list();
    const scan = await headTags(client, repository, listed, undefined, () => {});
    this.heads = new Map(scan.heads);
    this.unread = [...scan.unread];
    this.waiting = [...scan.heads.keys()];
    this.guard(listed);
  }

  /** The current names. Tags that are no longer listed are forgotten. */
  private async list(): Promise<string[]> {
    const { client, repository } = this.question;
    const { names, capped, pages } = await listTags(client, repository, undefined);
    this.capped = capped;
    this.pages = Math.max(1, pages);
    const listed = new Set(names);
    for (const name of [...(this.heads?.keys() ?? [])]) if (!listed.has(name)) this.miss(name);
    this.unread = this.unread.filter((name) => listed.has(name));
    return names;
  }

  private miss(name: string): void {
    if (this.heads?.delete(name)) this.vanished.push(name);
  }

  private guard(names: readonly string[]): void {
    for (const name of protectedOf(names, this.question.protectedTags)) this.guarded.add(name);
  }

  private async freshen(own: readonly string[]): Promise<void> {
    // Where a list takes many pages, it is not read before every image.
    const every = Math.ceil(this.pages / (BUDGET - DEED));
    const names = this.turns++ % every === 0 ? await this.list() : [];
    const room = BUDGET - DEED - 2 * (own.length - 1) - Math.min(this.pages, BUDGET - DEED);
    const added = names.filter((name) => !this.heads?.has(name) && !this.unread.includes(name));
    this.guard(added);
    const asked = [...added, ...this.again(own, room)];
    const { client, repository } = this.question;
    const fresh = await headTags(client, repository, asked, undefined, () => {});
    const unread = new Set(fresh.unread);
    for (const name of asked) {
      const head = fresh.heads.get(name);
      if (head) this.heads?.set(name, head);
      else if (!unread.has(name)) this.miss(name);
    }
    const again = new Set(asked);
    this.unread = [...this.unread.filter((name) => !again.has(name)), ...fresh.unread];
    this.waiting.push(...asked);
  }

  /** Which tags of other images are checked again: those that could not be checked, protected ones, then those whose check is oldest. */
  private again(own: readonly string[], room: number): string[] {
    const mine = new Set(own);
    const isCandidate = (name: string): boolean => !mine.has(name) && this.heads?.has(name) === true;
    const waiting = [...new Set(this.waiting)].filter(isCandidate);
    const guarded = waiting.filter((name) => this.guarded.has(name)).slice(0, AGAIN);
    const first = [...this.unread.slice(0, AGAIN), ...guarded];
    const taken = new Set(first);
    const others = waiting.filter((name) => !taken.has(name)).slice(0, Math.max(0, Math.min(AGAIN, room) - first.length));
    const asked = [...first, ...others];
    const gone = new Set(asked);
    this.waiting = waiting.filter((name) => !gone.has(name));
    return asked;
  }

  /** Each index is read once a run; one that could not be read is tried again. */
  private async readIndexes(scan: Scan): Promise<Omit<Snapshot, 'scan'>> {
    const digests = indexDigests(scan);
    const fresh = new Map([...digests].filter(([digest]) => !this.known.has(digest)));
    const { summaries, unreadManifests } = await readManifests(this.question, fresh);
    for (const [digest, summary] of summaries) this.known.set(digest, summary);
    return { summaries: new Map([...this.known].filter(([digest]) => digests.has(digest))), unreadManifests };
  }
}
