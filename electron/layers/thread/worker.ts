import { parentPort } from 'node:worker_threads';
import type { LayerFacts } from '../../../shared/files/layer-facts.ts';
import type { TocReason } from '../../../shared/files/toc-reason.ts';
import { collectAtRest } from '../../memory.ts';
import type { KeptTree } from '../kept-trees.ts';
import { layerLimits } from '../limits.ts';
import { readPlainLayer } from '../read/plain-layer.ts';
import { treeOfToc, withToc } from '../toc/compare-toc.ts';
import { parseToc } from '../toc/read-toc.ts';
import { TocRefusal } from '../toc/toc.ts';
import { keptTree, unpackTree } from '../tree/pack.ts';
import { Holder } from './holder.ts';
import { Incoming } from './incoming.ts';
import type { Answer, Order, Question, Said, WrittenLayer } from './messages.ts';
import { Outgoing } from './outgoing.ts';
import { warmUp } from './warm-up.ts';

// The thread that reads the bytes of layers and knows their files: nothing of that ever stops the window.

const say = (said: Said, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(said, transfer);

const holder = new Holder();
const incoming = new Map<number, Incoming>();
const outgoing = new Map<number, Outgoing>();

async function read({ id, layer, entries, refused, toc }: Extract<Order, { kind: 'read' }>): Promise<LayerFacts> {
  const content = new Incoming(id, say);
  incoming.set(id, content);
  try {
    const limits = { ...layerLimits, entries: Math.min(layerLimits.entries, entries) };
    const plain = await readPlainLayer(layer, content, limits, content.stopping.signal);
    return holder.put(withToc(plain, holder.listed(layer.digest, toc), refused));
  } finally {
    incoming.delete(id);
  }
}

async function write({ id, name, layer }: Extract<Order, { kind: 'write' }>): Promise<WrittenLayer> {
  const saving = holder.savings.get(name);
  if (!saving) throw new Error('nothing is kept under this name');
  const content = new Incoming(id, say);
  const { signal } = content.stopping;
  const out = new Outgoing(id, say, signal);
  incoming.set(id, content);
  outgoing.set(id, out);
  try {
    const parts = content[Symbol.asyncIterator]();
    const open = { [Symbol.asyncIterator]: () => ({ next: () => parts.next() }) };
    const pass = (): Promise<void> => out.pass(saving.take());
    const refused = layer === undefined ? await saving.end(pass) : await saving.layer(layer, open, pass, signal);
    // Who sends a layer holds all of it against its digest.
    while (!(await parts.next()).done);
    await out.flush();
    return { refused };
  } finally {
    incoming.delete(id);
    outgoing.delete(id);
  }
}

function list({ layer, toc }: Extract<Question, { kind: 'toc' }>): LayerFacts | { readonly refused: TocReason } {
  try {
    return holder.put(treeOfToc(layer.digest, layer.toc, parseToc(toc)));
  } catch (error) {
    if (error instanceof TocRefusal) return { refused: error.reason };
    throw error;
  }
}

async function pack(digest: string): Promise<KeptTree | undefined> {
  const tree = holder.keepable(digest);
  return tree && keptTree(tree);
}

function answer(question: Question): Answer | Promise<Answer> {
  if (question.kind === 'toc') return list(question);
  if (question.kind === 'pack') return pack(question.digest);
  if (question.kind !== 'put') return holder.answer(question);
  const tree = unpackTree(question.packed);
  return tree && holder.put(tree);
}

async function work(order: Extract<Order, { kind: 'ask' | 'read' | 'write' }>): Promise<void> {
  try {
    const said = order.kind === 'read' ? await read(order) : order.kind === 'write' ? await write(order) : await answer(order.question);
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
    case 'write':
      return void work(order);
    case 'warm-up':
      return warmUp();
    case 'forget':
      return void holder.savings.delete(order.name);
    case 'used':
      return outgoing.get(order.id)?.used(order.bytes);
    case 'bytes':
      return incoming.get(order.id)?.push(order.bytes);
    case 'end':
      return incoming.get(order.id)?.end();
    case 'stop':
      return incoming.get(order.id)?.stop();
  }
});
