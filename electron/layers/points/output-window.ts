const WINDOW = 32 * 1024;

/** What was unpacked last, as far as deflate can refer to it, and how much in all. */
export class OutputWindow {
  /** Bytes in all. */
  size = 0;
  private readonly kept: Uint8Array[] = [];
  private keptSize = 0;
  private comparison: Comparison | undefined;

  add(chunk: Uint8Array): void {
    this.size += chunk.byteLength;
    this.comparison?.add(chunk);
    this.kept.push(chunk);
    this.keptSize += chunk.byteLength;
    while (this.keptSize - (this.kept[0]?.byteLength ?? 0) >= WINDOW) this.keptSize -= this.kept.shift()?.byteLength ?? 0;
  }

  /** A copy of the last 32 KiB, or of all there is. */
  last(): Uint8Array {
    const all = Buffer.concat(this.kept);
    return Uint8Array.from(all.subarray(Math.max(0, all.length - WINDOW)));
  }

  /** Compares what comes from now on. */
  compare(expected: Buffer): Comparison {
    this.comparison = new Comparison(expected);
    return this.comparison;
  }
}

class Comparison {
  private readonly expected: Buffer;
  private at = 0;
  private same = true;

  constructor(expected: Buffer) {
    this.expected = expected;
  }

  add(chunk: Uint8Array): void {
    const part = this.expected.subarray(this.at, this.at + chunk.byteLength);
    this.same &&= part.equals(chunk.subarray(0, part.length));
    this.at += part.length;
  }

  /** Whether all of it came. */
  isSame(): boolean {
    return this.same && this.at === this.expected.length && this.at > 0;
  }
}
