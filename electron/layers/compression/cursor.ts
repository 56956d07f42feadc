/** An error like zlib's own: content that ends too early, or is not zstd. */
export const broken = (code: 'Z_BUF_ERROR' | 'ZSTD_error_corruption_detected'): Error => Object.assign(new Error(code), { code });

/** Bytes that arrive in parts, taken as needed. */
export class Cursor {
  /** Bytes taken so far. */
  offset = 0;
  private held: Buffer = Buffer.alloc(0);
  private readonly parts: AsyncIterator<Uint8Array>;

  constructor(content: AsyncIterable<Uint8Array>) {
    this.parts = content[Symbol.asyncIterator]();
  }

  async isAtEnd(): Promise<boolean> {
    while (this.held.byteLength === 0) {
      const { done, value } = await this.parts.next();
      if (done) return true;
      this.held = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    return false;
  }

  /** What is there of the next bytes without waiting. */
  get there(): Buffer {
    return this.held;
  }

  /** Takes so many of the bytes that are there. */
  takeThere(length: number): Buffer {
    const part = this.held.subarray(0, length);
    this.held = this.held.subarray(part.byteLength);
    this.offset += part.byteLength;
    return part;
  }

  /** The next `length` bytes, as they arrive. @throws where there are fewer. */
  async *take(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (await this.isAtEnd()) throw broken('Z_BUF_ERROR');
      const part = this.held.subarray(0, left);
      this.held = this.held.subarray(part.byteLength);
      left -= part.byteLength;
      this.offset += part.byteLength;
      yield part;
    }
  }

  async skip(length: number): Promise<void> {
    for await (const _ of this.take(length));
  }

  /** A few bytes in one piece. */
  async read(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.take(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  async close(): Promise<void> {
    await this.parts.return?.();
  }
}
