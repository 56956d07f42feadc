import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { LayerFacts } from '../../../shared/files/layer-facts.ts';
import type { TocReason } from '../../../shared/files/toc-reason.ts';
import { layerLimits } from '../limits.ts';
import type { LayerSource } from '../read/plain-layer.ts';
import type { Refusal } from '../save/saving.ts';
import type { Answer, AnswerOf, Order, Question, Said, WrittenLayer } from './messages.ts';

/** Beside the bundle it is a script; in the sources it is what Node reads as it is. */
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './layers-worker.js', import.meta.url);
/** Bytes that are on their way to the thread, before the registry has to wait. */
const WINDOW = 8 * 1024 ** 2;
/** Bytes that are sent at once: messages cost more than their bytes. */
const PIECE = 256 * 1024;
/** MiB of the thread's heap; beyond them it ends, and the window goes on. */
const MOST_HEAP = 2_048;

/**
 * A thread begins with 1 MiB for what is new, and what is new here is nearly all kept: it was copied over and over, a third of the time in which layers
 * are put on each other. V8 reads this when a thread begins. Electron's V8 may be past taking flags.
 */
function giveRoom(): void {
  if (process.versions['electron'] === undefined) setFlagsFromString('--min-semi-space-size=32');
}

type AnyAnswer = Answer | WrittenLayer;

type Waiting = {
  resolve(answer: AnyAnswer): void;
  reject(error: Error): void;
  /** Of a layer: bytes on their way, and who waits for there being fewer. */
  onTaken?(bytes: number): void;
  /** Of what is saved: bytes that were made. */
  onMade?(bytes: Uint8Array): void;
};

/** Memory that goes over to the thread with a question, where copying it would stop the window: a table of contents has up to 64 MiB. */
const handedOver = (question: Question): ArrayBuffer[] =>
  question.kind === 'toc' ? [...new Set(question.toc.parts.map(({ buffer }) => buffer))] : [];

/** Pieces of about {@link PIECE} bytes, each in memory of its own, so that it can be handed over. */
async function* pieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let held: Uint8Array[] = [];
  let size = 0;
  const joined = (): Uint8Array<ArrayBuffer> => {
    const piece = new Uint8Array(size);
    let at = 0;
    for (const part of held) {
      piece.set(part, at);
      at += part.byteLength;
    }
    held = [];
    size = 0;
    return piece;
  };
  for await (const part of content) {
    held.push(part);
    size += part.byteLength;
    if (size >= PIECE) yield joined();
  }
  if (size > 0) yield joined();
}

/** `entries`: how many may still be taken. `refused`: why its table of contents was not enough. `toc`: the name of the one that it is held against. */
type ReadOptions = { readonly entries?: number; readonly refused?: TocReason | undefined; readonly toc?: string };

/** Bytes on their way to the thread, and whether it wants more. */
class Sending {
  private onTheWay = 0;
  private isEnded = false;
  private wake = (): void => {};

  taken(bytes: number): void {
    this.onTheWay -= bytes;
    this.wake();
  }

  end(): void {
    this.isEnded = true;
    this.wake();
  }

  /** Waits until there is room for more; false where no more is wanted. */
  async sent(bytes: number): Promise<boolean> {
    this.onTheWay += bytes;
    while (this.onTheWay > WINDOW && !this.isEnded) await new Promise<void>((resolve) => (this.wake = resolve));
    return !this.isEnded;
  }
}

/** The thread that reads layers, started when it is asked for the first time, and again after it ended. */
export class FilesThread {
  private worker: Worker | undefined;
  private asked = 0;
  private readonly waiting = new Map<number, Waiting>();

  /** Starts it before it is asked anything; it keeps no process alive. */
  startAhead(): void {
    if (this.worker) return;
    this.start().unref();
    this.tell({ kind: 'warm-up' });
  }

  /** @throws Error where the thread ends before it answers. */
  ask<Q extends Question>(question: Q): Promise<AnswerOf<Q>> {
    // The thread answers a question with its own kind of answer.
    return this.begin((id) => ({ kind: 'ask', id, question }), {}, handedOver(question)).answer as Promise<AnswerOf<Q>>;
  }

  /**
   * Reads a layer from its bytes. It stops the bytes where nothing more is wanted of them.
   * @throws what the bytes throw; Error where the thread ends.
   */
  async read(
    layer: LayerSource,
    content: AsyncIterable<Uint8Array>,
    { entries = layerLimits.entries, refused, toc }: ReadOptions = {},
  ): Promise<LayerFacts> {
    const sending = new Sending();
    const { id, answer } = this.begin((id) => ({ kind: 'read', id, layer, entries, refused, toc }), {
      onTaken: (bytes) => sending.taken(bytes),
    });
    const ended = answer.finally(() => sending.end());
    ended.catch(() => {});
    await this.send(id, content, sending);
    return (await ended) as LayerFacts;
  }

  /**
   * Saves what one layer has of what is kept under a name, or without a layer what is left: the bytes that are made of it. All of its content is
   * read. Leaving ends it. @throws what the content throws; Error where the thread ends.
   */
  async *write(
    name: string,
    layer: number | undefined,
    content: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, Refusal | undefined> {
    const sending = new Sending();
    const made: Uint8Array[] = [];
    let wake = (): void => {};
    let end: { readonly refused: Refusal | undefined } | { readonly error: unknown } | undefined;
    const { id, answer } = this.begin((id) => ({ kind: 'write', id, name, layer }), {
      onTaken: (bytes) => sending.taken(bytes),
      onMade(bytes) {
        made.push(bytes);
        wake();
      },
    });
    const over = (how: typeof end): void => {
      end ??= how;
      sending.end();
      wake();
    };
    // What the content throws says more than that nothing could be made of it.
    void Promise.all([this.send(id, content, sending), answer]).then(
      ([, written]) => over(written as WrittenLayer),
      (error: unknown) => over({ error }),
    );
    try {
      while (true) {
        const bytes = made.shift();
        if (bytes) {
          yield bytes;
          this.tell({ kind: 'used', id, bytes: bytes.byteLength });
        } else if (end) break;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      if ('error' in end) throw end.error;
      return end.refused;
    } finally {
      if (!end) this.tell({ kind: 'stop', id });
      sending.end();
    }
  }

  /** Forgets what is kept under a name to be saved. */
  forget(name: string): void {
    this.tell({ kind: 'forget', name });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  /** Sends content, as much at once as the thread takes, until it wants no more of it. */
  private async send(id: number, content: AsyncIterable<Uint8Array>, sending: Sending): Promise<void> {
    try {
      for await (const piece of pieces(content)) {
        const size = piece.byteLength;
        this.tell({ kind: 'bytes', id, bytes: piece }, [piece.buffer]);
        if (!(await sending.sent(size))) break;
      }
      this.tell({ kind: 'end', id });
    } catch (error) {
      this.tell({ kind: 'stop', id });
      throw error;
    }
  }

  private begin(order: (id: number) => Order, extra: Pick<Waiting, 'onTaken' | 'onMade'> = {}, transfer: ArrayBuffer[] = []) {
    const id = this.asked++;
    const worker = this.worker ?? this.start();
    const answer = new Promise<AnyAnswer>((resolve, reject) => this.waiting.set(id, { resolve, reject, ...extra }));
    worker.ref();
    worker.postMessage(order(id), transfer);
    return { id, answer };
  }

  private tell(order: Order, transfer: ArrayBuffer[] = []): void {
    this.worker?.postMessage(order, transfer);
  }

  private start(): Worker {
    giveRoom();
    const worker = new Worker(SCRIPT, { resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP } });
    worker.on('message', (said: Said) => this.hear(said));
    // 'exit' follows.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.waiting.values()) reject(new Error('the thread of the layers has ended'));
      this.waiting.clear();
    });
    this.worker = worker;
    return worker;
  }

  private hear(said: Said): void {
    const waiting = this.waiting.get(said.id);
    if (said.kind === 'taken') return waiting?.onTaken?.(said.bytes);
    if (said.kind === 'made') return waiting?.onMade?.(said.bytes);
    this.waiting.delete(said.id);
    // An idle thread keeps no process alive.
    if (this.waiting.size === 0) this.worker?.unref();
    if (said.kind === 'answer') waiting?.resolve(said.answer);
    else waiting?.reject(new Error(said.error));
  }
}
