import type { Transform } from 'node:stream';
import type { Zlib } from 'node:zlib';

/** An unpacker of zlib that is given its bytes by hand: what comes of each piece is known before the next one is given. */
export class Unpacker {
  /** Whether what it unpacks has ended; further bytes are ignored. */
  isOver = false;
  private readonly stage: Transform & Zlib;
  private made: Uint8Array[] = [];
  private settle = (): void => {};

  constructor(stage: Transform & Zlib) {
    this.stage = stage;
    stage.on('data', (chunk: Buffer) => this.made.push(chunk));
    stage.on('end', () => {
      this.isOver = true;
      this.settle();
    });
    // A write that fails is not called back.
    stage.on('error', () => this.settle());
  }

  /** What a piece unpacks to, which may be a thousand times as much. @throws the unpacker's errors. */
  write(piece: Uint8Array): Promise<readonly Uint8Array[]> {
    return this.after((done) => void this.stage.write(piece, done));
  }

  /** What is left. @throws where the bytes end too early. */
  end(): Promise<readonly Uint8Array[]> {
    return this.after(() => void this.stage.end());
  }

  /** Bytes that it used: what follows the end is not among them. */
  get consumed(): number {
    return this.stage.bytesWritten;
  }

  close(): void {
    this.stage.destroy();
  }

  private async after(work: (done: () => void) => void): Promise<readonly Uint8Array[]> {
    if (!this.isOver && !this.stage.errored) {
      await new Promise<void>((resolve) => {
        this.settle = resolve;
        work(resolve);
      });
    }
    if (this.stage.errored) throw this.stage.errored;
    const { made } = this;
    this.made = [];
    return made;
  }
}
