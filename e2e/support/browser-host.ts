import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, until } from './process.ts';

export type RunningHost = { readonly url: string; readonly dataFolder: string; readonly output: () => string; stop(): Promise<void> };

/** A new, empty data folder. */
export function newDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'longshore-data-'));
}

/** Starts the built browser host as `npm start` does, and waits for its `Ready:` line. */
export async function startBrowserHost(dataFolder: string, flags: readonly string[] = []): Promise<RunningHost> {
  const host = startProcess(process.execPath, [
    join(import.meta.dirname, '../../out/main/serve.js'),
    '--no-open',
    '--data-dir',
    dataFolder,
    ...flags,
  ]);
  const url = await until('the browser host', async () => /^Ready: (\S+)$/m.exec(host.output())?.[1]);
  return { url, dataFolder, output: host.output, stop: host.stop };
}

/** Throws a data folder away. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
