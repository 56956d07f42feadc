import type { Said } from './messages.ts';

/** The bytes of one layer, as they are sent here. */
export class Incoming {
  private readonly chunks: Uint8Array[] = [];
  private wake: (() => void) | undefined;
  private isWhole = false;
  readonly stopping = new AbortController();
  private readonly id: number;
  private readonly say: (said: Said) => void;

  constructor(id: number, say: (said: Said) => void) {
    this.id = id;
    this.say = say;
  }

  push(bytes: Uint8Array): void {
    this.chunks.push(bytes);
    this.wake?.();
  }

  end(): void {
    this.isWhole = true;
    this.wake?.();
  }

  stop(): void {
    this.stopping.abort();
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (true) {
      this.stopping.signal.throwIfAborted();
      const chunk = this.chunks.shift();
      if (chunk) {
        this.say({ kind: 'taken', id: this.id, bytes: chunk.byteLength });
        yield chunk;
      } else if (this.isWhole) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
