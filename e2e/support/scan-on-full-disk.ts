import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, type Run } from '../../shared/contract/runs.ts';
import { startAppOver } from './hosts/app-over.ts';

// Run by a test in a process whose files may not grow: scans the registry at the address that it is given, then browses and searches, and prints what came of it.

// The system says by a signal, too, that a file may not grow.
process.on('SIGXFSZ', () => {});

const over = await startAppOver(process.argv[2] ?? '');
const { client } = over;

async function scanned(again: boolean): Promise<Run | undefined> {
  const { runId } = await client.scan.start({ connectionId: 'c', again });
  for await (const { runs } of await client.runs.watch()) {
    const run = runs.find(({ id }) => id === runId);
    if (run && hasEnded(run)) return run;
  }
  return undefined;
}

async function tagsOf(repository: string): Promise<number> {
  const read = new Set<string>();
  for await (const event of await client.tags.read({ connectionId: 'c', repository, readId: repository, recall: false }))
    if (event.kind === 'details') for (const { tag, state } of event.details) if (state === 'read') read.add(tag);
  return read.size;
}

async function found(query: string): Promise<number> {
  let count = 0;
  for await (const event of await client.search.find({ query, scope: {}, most: 2_000 }))
    if (event.kind === 'found') count += event.results.length;
  return count;
}

const run = await scanned(false);
const log = await readFile(join(over.app.services.dataFolder, 'longshore.log'), 'utf8');
console.log(
  JSON.stringify({
    ...{ state: run?.state, result: run?.result, coverage: await client.localIndex.coverage({ connectionId: 'c' }) },
    ...{ browsed: await tagsOf('team/service-0'), found: await found('build-3'), said: log.split('memory-only').length - 1 },
  }),
);
await over.stop();
