/** What is to be read of a tag next: all of it for a row on screen; of others what its manifests say, and the rest once all of those are there. */
export type NextRead = { readonly tag: string; readonly part: 'all' | 'manifests' | 'rest' };

/** Hands out tags in order, those on screen first. */
export class ReadOrder {
  private readonly unread: Set<string>;
  /** Tags whose manifests are known, and not yet what their configs say. */
  private readonly half = new Set<string>();
  private onScreen: readonly string[] = [];
  /** Those of them that may still have something to read. */
  private first: string[] = [];

  constructor(tags: readonly string[]) {
    this.unread = new Set(tags);
  }

  /** Reads these next. */
  readFirst(tags: readonly string[]): void {
    this.onScreen = tags;
    this.first = [...tags];
  }

  /** Whether nothing of this one had been read; nothing more will be. */
  take(tag: string): boolean {
    return this.unread.delete(tag);
  }

  /** The manifests of this one are known: the rest is read later, or next where it is on screen. */
  later(tag: string): void {
    this.half.add(tag);
    if (this.onScreen.includes(tag)) this.first.push(tag);
  }

  next(): NextRead | undefined {
    for (let tag = this.first.shift(); tag !== undefined; tag = this.first.shift()) {
      if (this.unread.delete(tag)) return { tag, part: 'all' };
      if (this.half.delete(tag)) return { tag, part: 'rest' };
    }
    const [unread] = this.unread;
    if (unread !== undefined && this.unread.delete(unread)) return { tag: unread, part: 'manifests' };
    const [half] = this.half;
    if (half !== undefined && this.half.delete(half)) return { tag: half, part: 'rest' };
    return undefined;
  }
}
