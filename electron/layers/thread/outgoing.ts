import type { Said } from './messages.ts';

/** Bytes that are sent at once: messages cost more than their bytes. */
const PIECE = 256 * 1024;
/** Bytes that are on their way to who uses them, before making more has to wait. */
const WINDOW = 8 * 1024 ** 2;

/** The bytes that are made here, on their way to who uses them. */
export class Outgoing {
  private readonly id: number;
  private readonly say: (said: Said, transfer: ArrayBuffer[]) => void;
  private readonly signal: AbortSignal;
  private piece = new Uint8Array(PIECE);
  private size = 0;
  private onTheWay = 0;
  private wake: (() => void) | undefined;

  constructor(id: number, say: (said: Said, transfer: ArrayBuffer[]) => void, signal: AbortSignal) {
    this.id = id;
    this.say = say;
    this.signal = signal;
    signal.addEventListener('abort', () => this.wake?.());
  }

  /** Takes what was made; waits while too much of it is not used. @throws the signal's reason. */
  async pass(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      for (let at = 0; at < part.byteLength; ) {
        const next = part.subarray(at, at + PIECE - this.size);
        this.piece.set(next, this.size);
        this.size += next.byteLength;
        at += next.byteLength;
        if (this.size === PIECE) await this.flush();
      }
    }
  }

  /** Sends what is left. @throws the signal's reason. */
  async flush(): Promise<void> {
    if (this.size === 0) return;
    const bytes = this.size === PIECE ? this.piece : this.piece.slice(0, this.size);
    this.onTheWay += this.size;
    if (bytes === this.piece) this.piece = new Uint8Array(PIECE);
    this.size = 0;
    this.say({ kind: 'made', id: this.id, bytes }, [bytes.buffer]);
    while (this.onTheWay > WINDOW) {
      this.signal.throwIfAborted();
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    this.signal.throwIfAborted();
  }

  used(bytes: number): void {
    this.onTheWay -= bytes;
    this.wake?.();
  }
}
