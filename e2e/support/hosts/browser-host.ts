import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { startProcess, until } from '../process.ts';

export type RunningHost = {
  readonly url: string;
  readonly dataFolder: string;
  readonly output: () => string;
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

/** A new, empty data folder. */
export function newDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'longshore-data-'));
}

/** Starts the built browser host as `npm start` does, and waits for its `Ready:` line. */
export async function startBrowserHost(
  dataFolder: string,
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<RunningHost> {
  const program = join(import.meta.dirname, '../../../out/main/serve.js');
  const host = startProcess(process.execPath, [program, '--no-open', '--data-dir', dataFolder, ...flags], {
    ...process.env,
    ...env,
  });
  const url = await until('the browser host', async () => /^Ready: (\S+)$/m.exec(host.output())?.[1]);
  return { url, dataFolder, output: host.output, child: host.child, ended: host.ended, stop: host.stop };
}

/** Deletes a data folder. */
export function removeFolder(folder: string): Promise<void> {
  // A browser that is ending may still write into its profile.
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** A browser host and its page, as `startElectron` has them for Electron. */
export async function openBrowserHost(browser: Browser, dataFolder: string): Promise<{ readonly page: Page; stop(): Promise<void> }> {
  const host = await startBrowserHost(dataFolder);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  await page.goto(host.url);
  return {
    page,
    async stop() {
      await page.close();
      await host.stop();
    },
  };
}
