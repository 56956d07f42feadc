import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { digestOf } from '../electron/registry/digest.ts';
import type { HostileFile, Measured } from './support/bench/read-hostile.ts';
import { record } from './support/bench/record.ts';
import { HOSTILE_LAYERS, HOSTILE_TABLES, packedTable } from './support/content/hostile-layers.ts';
import { run } from './support/process.ts';

/** MB that reading may add to a host: half of what its thread may have before it is ended. */
const MOST_MEMORY = 1_024;

async function measured(name: string, bytes: Uint8Array, table?: HostileFile['table']): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-hostile-'));
  try {
    const path = join(folder, 'bytes');
    await writeFile(path, bytes);
    const digest = digestOf(bytes);
    const file: HostileFile = { path, digest, size: bytes.byteLength, ...(table ? { table } : {}) };
    const reader = join(import.meta.dirname, 'support/bench/read-hostile.ts');
    const { took, work, memory } = JSON.parse(await run(process.execPath, [reader, JSON.stringify(file)])) as Measured;
    record(`${name}: until it is said`, { value: took, unit: 'ms' });
    record(`${name}: work of the main thread at once`, { value: work, unit: 'ms', most: 20 });
    record(`${name}: memory`, { value: memory, unit: 'MB', most: MOST_MEMORY });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

for (const [name, parts] of HOSTILE_LAYERS) test(name, () => measured(name, Buffer.concat(parts)));

for (const table of HOSTILE_TABLES) {
  test(table[0], async () => {
    const toc = packedTable(table);
    const [bytes] = toc.parts;
    if (bytes && toc.kind === 'zstd-chunked') await measured(table[0], bytes, toc.position);
  });
}
