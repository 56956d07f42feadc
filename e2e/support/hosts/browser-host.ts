import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { hostEnv } from '../../../build/setup.mjs';
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

/** What starts the browser host: the built one as `npm start` does, or an installed `longshore` that the journeys are to be run over. */
function hostCommand(): readonly [string, ...string[]] {
  const installed = process.env['LONGSHORE_INSTALLED'];
  return installed ? [installed] : [process.execPath, join(import.meta.dirname, '../../../out/main/serve.js')];
}

/** Starts a browser host, and waits for its `Ready:` line. */
export async function startBrowserHost(
  dataFolder: string,
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  [command, ...args] = hostCommand(),
): Promise<RunningHost> {
  const host = startProcess(command, [...args, '--no-open', '--data-dir', dataFolder, ...flags], {
    ...process.env,
    ...(process.env['LONGSHORE_INSTALLED'] ? {} : hostEnv),
    ...env,
  });
  const url = await until('the browser host', async () => /^Ready: (\S+)$/m.exec(host.output())?.[1]);
  return { url, dataFolder, output: host.output, child: host.child, ended: host.ended, stop: host.stop };
}

/** A second start of the browser host; the fresh link, good for one window, that it prints. */
export async function startAgain(dataFolder: string, ...flags: readonly string[]): Promise<string> {
  const [command, ...args] = hostCommand();
  const second = startProcess(command, [...args, '--no-open', '--data-dir', dataFolder, ...flags]);
  await second.ended;
  return /^Ready: (\S+)$/m.exec(second.output())?.[1] ?? '';
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
