/** What is to be read of a tag next: all of it for a row on screen; of others what its manifests say, and the rest once all of those are there. */
export type NextRead = { readonly tag: string; readonly part: 'all' | 'manifests' | 'rest' };

/** Tags in order, of which any may be taken. A set alone walks over all that were taken to find its first (100,000 tags: 6 s). */
class InOrder {
  private readonly tags: string[];
  private readonly left: Set<string>;
  private at = 0;

  constructor(tags: readonly string[]) {
    this.tags = [...tags];
    this.left = new Set(tags);
  }

  add(tag: string): void {
    this.left.add(tag);
    this.tags.push(tag);
  }

  has(tag: string): boolean {
    return this.left.has(tag);
  }

  delete(tag: string): boolean {
    return this.left.delete(tag);
  }

  shift(): string | undefined {
    while (this.at < this.tags.length) {
      const tag = this.tags[this.at++];
      if (tag !== undefined && this.left.delete(tag)) return tag;
    }
    return undefined;
  }
}

/** Hands out tags in order, those on screen first. */
export class ReadOrder {
  private readonly unread: InOrder;
  /** Tags whose manifests are known, and not yet what their configs say. */
  private readonly half = new InOrder([]);
  private onScreen: ReadonlySet<string> = new Set();
  /** Those of them that may still have something to read. */
  private first: string[] = [];
  /** Those of them of which something is not read yet. */
  private missing = new Set<string>();
  /** Tags whose reading has not ended, and of how many of them it is the manifests. */
  private readonly underWay = new Set<string>();
  private reading = 0;
  /** Called when other rows are on screen. */
  onMove: () => void = () => {};

  constructor(tags: readonly string[]) {
    this.unread = new InOrder(tags);
  }

  /** Reads these next. */
  readFirst(tags: readonly string[]): void {
    this.onScreen = new Set(tags);
    this.first = [...tags];
    this.missing = new Set(tags.filter((tag) => this.unread.has(tag) || this.half.has(tag) || this.underWay.has(tag)));
    this.onMove();
  }

  isOnScreen(tag: string): boolean {
    return this.onScreen.has(tag);
  }

  /** Whether nothing is left to read of the rows on screen. */
  get isScreenRead(): boolean {
    return this.missing.size === 0;
  }

  /** Whether nothing of this one had been read; nothing more will be. */
  take(tag: string): boolean {
    this.missing.delete(tag);
    return this.unread.delete(tag);
  }

  /** This read has ended; `isHalf` where something of the tag is still to be read: later, or next where it is on screen. */
  ended({ tag, part }: NextRead, isHalf: boolean): void {
    this.underWay.delete(tag);
    if (part === 'manifests') this.reading--;
    if (!isHalf) {
      this.missing.delete(tag);
      return;
    }
    this.half.add(tag);
    if (this.onScreen.has(tag)) this.first.push(tag);
  }

  /** What to read now of the rows on screen. */
  nextOnScreen(): NextRead | undefined {
    for (let tag = this.first.shift(); tag !== undefined; tag = this.first.shift()) {
      if (this.unread.delete(tag)) return this.begun({ tag, part: 'all' });
      if (this.half.delete(tag)) return this.begun({ tag, part: 'rest' });
    }
    return undefined;
  }

  /** What to read now; undefined where there is nothing, or nothing until a read has ended. */
  next(): NextRead | undefined {
    const first = this.nextOnScreen();
    if (first) return first;
    const unread = this.unread.shift();
    if (unread !== undefined) {
      this.reading++;
      return this.begun({ tag: unread, part: 'manifests' });
    }
    if (this.reading > 0) return undefined;
    const half = this.half.shift();
    return half === undefined ? undefined : this.begun({ tag: half, part: 'rest' });
  }

  private begun(read: NextRead): NextRead {
    this.underWay.add(read.tag);
    return read;
  }
}
