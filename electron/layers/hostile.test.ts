import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { longestBlocks } from '../../e2e/support/bench/blocks.ts';
import { HOSTILE_LAYERS, HOSTILE_TABLES, packedTable } from '../../e2e/support/content/hostile-layers.ts';
import { madeTar } from '../../e2e/support/content/tar-writer.ts';
import { patient } from '../../e2e/support/patience.ts';
import type { LayerFacts } from '../../shared/files/layer-facts.ts';
import { digestOf } from '../registry/digest.ts';
import { FilesThread } from './thread/files-thread.ts';

const thread = new FilesThread();
afterAll(() => thread.close());

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** ms of its own processor time that the thread of the window may need at once: what other programs need does not count. */
const MOST_AT_ONCE = 20;

test.each(HOSTILE_LAYERS)('%s: it is said, the rest is shown, and nothing else waits', async (name, parts, why, least) => {
  const bytes = Buffer.concat(parts);
  const digest = digestOf(bytes);
  await thread.ask({ kind: 'held', layers: [] });
  const before = process.cpuUsage();
  let facts: LayerFacts | undefined;
  const blocks = await longestBlocks(async () => {
    facts = await thread.read({ digest, size: bytes.byteLength }, inPieces(bytes));
  });
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1000;
  expect(facts?.problems.map((problem) => problem.why)).toEqual(why === '' ? [] : [why]);
  expect(facts?.files).toBeGreaterThanOrEqual(least);
  console.log(
    `${name}: ${Math.round(bytes.byteLength / 1000)} kB, ${Math.round(took)} ms of work, ${blocks.work.toFixed(1)} ms of work at once`,
  );
  expect(took).toBeLessThan(patient(20_000));
  // Unpacked in this thread, some of these would stop it for seconds.
  expect(blocks.work).toBeLessThan(patient(MOST_AT_ONCE));
  await thread.ask({ kind: 'drop' });
});

test.each(HOSTILE_TABLES)('%s: it is refused or listed, and nothing else waits', async (name, json, refused, said) => {
  const toc = packedTable([name, json, refused, said]);
  await thread.ask({ kind: 'held', layers: [] });
  let answer: object | undefined;
  const blocks = await longestBlocks(async () => {
    answer = await thread.ask({ kind: 'toc', layer: { digest: `sha256:${'0'.repeat(64)}`, toc: '' }, toc });
  });
  console.log(`${name}: ${blocks.work.toFixed(1)} ms of work at once`);
  expect(answer).toMatchObject(refused === undefined ? { basis: 'table-of-contents' } : { refused });
  expect(blocks.work).toBeLessThan(patient(MOST_AT_ONCE));
  await thread.ask({ kind: 'drop' });
});

test('a layer whose thread ends while it is read says so, and the next one is read by a new thread', async () => {
  const small = gzipSync(madeTar([{ name: 'a' }]));
  const digest = digestOf(small);
  const reading = thread.read({ digest: digest.replace(/.$/, '0'), size: 10 }, inPieces(Buffer.alloc(5)));
  await thread.close();
  await expect(reading).rejects.toThrow('ended');
  expect((await thread.read({ digest, size: small.byteLength }, inPieces(small))).files).toBe(1);
});
