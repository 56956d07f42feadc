import { parentPort } from 'node:worker_threads';
import type { TocReason } from '../../../shared/files/toc-reason.ts';
import { collectAtRest } from '../../memory.ts';
import type { LayerTree } from '../layer-tree.ts';
import { layerLimits } from '../limits.ts';
import { readPlainLayer } from '../read/plain-layer.ts';
import { treeOfToc, withToc } from '../toc/compare-toc.ts';
import { parseToc } from '../toc/read-toc.ts';
import { TocRefusal } from '../toc/toc.ts';
import { fileNames } from '../tree/names.ts';
import { packTree, unpackTree } from '../tree/pack.ts';
import { Holder } from './holder.ts';
import type { Answer, Order, Question, ReadLayer, Said } from './messages.ts';

// The thread that reads the bytes of layers and knows their files: nothing of that ever stops the window.

const say = (said: Said, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(said, transfer);

/** The bytes of one layer, as they are sent here. */
class Incoming {
  private readonly chunks: Uint8Array[] = [];
  private wake: (() => void) | undefined;
  private isWhole = false;
  readonly stopping = new AbortController();
  readonly id: number;

  constructor(id: number) {
    this.id = id;
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
        say({ kind: 'taken', id: this.id, bytes: chunk.byteLength });
        yield chunk;
      } else if (this.isWhole) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

const holder = new Holder();
const incoming = new Map<number, Incoming>();

const keptOf = (tree: LayerTree) => ({ packed: packTree(tree), names: fileNames(tree) });

async function read({ id, layer, entries, refused, toc }: Extract<Order, { kind: 'read' }>): Promise<ReadLayer> {
  const content = new Incoming(id);
  incoming.set(id, content);
  try {
    const limits = { ...layerLimits, entries: Math.min(layerLimits.entries, entries) };
    const plain = await readPlainLayer(layer, content, limits, content.stopping.signal);
    const tree = withToc(plain, holder.listed(layer.digest, toc), refused);
    return { facts: holder.put(tree), kept: tree.basis === 'unverified' ? undefined : keptOf(tree) };
  } finally {
    incoming.delete(id);
  }
}

function list({ layer, toc }: Extract<Question, { kind: 'toc' }>): ReadLayer | { readonly refused: TocReason } {
  try {
    const tree = treeOfToc(layer.digest, layer.toc, parseToc(toc));
    return { facts: holder.put(tree), kept: keptOf(tree) };
  } catch (error) {
    if (error instanceof TocRefusal) return { refused: error.reason };
    throw error;
  }
}

function answer(question: Question): Answer {
  if (question.kind === 'toc') return list(question);
  if (question.kind !== 'put') return holder.answer(question);
  const tree = unpackTree(question.packed);
  return tree && holder.put(tree);
}

async function work(order: Extract<Order, { kind: 'ask' | 'read' }>): Promise<void> {
  try {
    const said = order.kind === 'read' ? await read(order) : answer(order.question);
    say({ kind: 'answer', id: order.id, answer: said });
  } catch (error) {
    say({ kind: 'failed', id: order.id, error: String(error) });
  }
}

collectAtRest();
parentPort?.on('message', (order: Order) => {
  switch (order.kind) {
    case 'ask':
    case 'read':
      return void work(order);
    case 'bytes':
      return incoming.get(order.id)?.push(order.bytes);
    case 'end':
      return incoming.get(order.id)?.end();
    case 'stop':
      return incoming.get(order.id)?.stop();
  }
});
