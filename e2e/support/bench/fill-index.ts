import { setImmediate as turn } from 'node:timers/promises';
import type { ImageSummary } from '../../../electron/browse/image-summary.ts';
import { LocalIndex } from '../../../electron/index/local-index.ts';
import { type Blocks, longestBlocks } from './blocks.ts';
import { connectionId, IMAGES, imageOf, REPOSITORIES, repositoryOf, tagsOf } from './generated-index.ts';

/** ms for all images and for all tags; what the main thread was blocked by meanwhile, and by making the same questions. */
export type Filled = { readonly images: number; readonly tags: number; readonly block: Blocks; readonly floor: Blocks };

// A process of its own fills the index in the folder that it is given, as a host does: the main thread of a test runner has other things to do.

/** Questions that wait for the thread at most. */
const WAITING = 64;

/** Asks for one thing after the other without filling the memory of either side. */
async function askAll(index: LocalIndex, count: number, ask: (i: number) => Promise<void>): Promise<void> {
  const waiting: Promise<void>[] = [];
  for (let i = 0; i < count; i++) {
    waiting.push(ask(i));
    // They are answered in their order.
    if (waiting.length >= WAITING) await waiting.shift();
    // What is generated here would be read from a registry, a piece at a time.
    if (i % 16 === 0) await turn();
  }
  await Promise.all(waiting);
  await index.ask({ kind: 'stats' });
}

/** Images in one question, as the reading of a repository asks it. */
const BATCH = 100;

const described = (i: number): ImageSummary[] => Array.from({ length: BATCH }, (_, image) => imageOf(i * BATCH + image));

async function fill(index: LocalIndex): Promise<{ images: number; tags: number }> {
  const started = performance.now();
  await askAll(index, IMAGES / BATCH, (i) =>
    index.ask({ kind: 'save', opens: false, connectionId, repository: repositoryOf(i), images: described(i) }),
  );
  const halfway = performance.now();
  await askAll(index, REPOSITORIES, async (i) => {
    const seen = { opens: false, connectionId, repository: repositoryOf(i), time: Date.now() };
    void index.ask({ kind: 'saw', ...seen, tags: tagsOf(i) });
    await index.ask({ kind: 'saw-all', ...seen });
  });
  return { images: halfway - started, tags: performance.now() - halfway };
}

/** The same questions, made and given to nobody: what making them, and this machine, block by themselves. */
async function makeOnly(): Promise<void> {
  for (let i = 0; i < 10_000; i++) {
    if (i < IMAGES / BATCH) structuredClone(described(i));
    structuredClone(tagsOf(i));
    await turn();
  }
}

const floor = await longestBlocks(makeOnly);
const index = new LocalIndex(process.argv[2] ?? '');
let took = { images: 0, tags: 0 };
const block = await longestBlocks(async () => {
  took = await fill(index);
});
await index.close();
console.log(JSON.stringify({ ...took, block, floor } satisfies Filled));
