import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { FilesThread } from '../../../electron/layers/thread/files-thread.ts';
import type { PackedToc } from '../../../electron/layers/toc/read-toc.ts';
import { longestBlocks } from './blocks.ts';

/** Of a table of contents what is said beside its bytes. */
type Table = Extract<PackedToc, { kind: 'zstd-chunked' }>['position'];
export type HostileFile = { readonly path: string; readonly digest: string; readonly size: number; readonly table?: Table };
export type Measured = { readonly took: number; readonly work: number; readonly memory: number };

// A process of its own reads one file that is written to do harm, as a host does: its peak is what that takes.

const { path, digest, size, table } = JSON.parse(process.argv[2] ?? '') as HostileFile;
const thread = new FilesThread();
await thread.ask({ kind: 'held', layers: [] });
const parts = table ? [Uint8Array.from(await readFile(path))] : [];
const before = process.resourceUsage().maxRSS;
const began = performance.now();
const { work } = await longestBlocks(async () => {
  if (table) await thread.ask({ kind: 'toc', layer: { digest, toc: '' }, toc: { kind: 'zstd-chunked', parts, position: table } });
  else await thread.read({ digest, size }, createReadStream(path));
});
const took = performance.now() - began;
const memory = (process.resourceUsage().maxRSS - before) / 1000;
await thread.close();
console.log(JSON.stringify({ took, work, memory } satisfies Measured));
