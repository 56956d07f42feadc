import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Conf from 'conf';
import { type App, createApp } from './app.ts';
import { type BrowserHost, createBrowserHost } from './browser-host.ts';
import { answerCalls } from './calls.ts';
import { type Flags, readFlags } from './flags.ts';
import { howInstalled } from './installation.ts';
import { onEnter } from './on-enter.ts';
import { onInterrupt, SAME_KEY } from './on-interrupt.ts';
import { openBrowser } from './open-browser.ts';
import { type LaterStart, startOnce, whoHolds } from './second-start.ts';
import { startFailureText } from './start-failure.ts';
import { defaultDataFolder, prepareDataFolder } from './storage/data-folder.ts';
import { DOCUMENT_NAME, setAsideDamaged } from './storage/document.ts';

/** ms in which SIGTERM ends the host, whatever is under way. */
const TERM_TIME = 1_800;

/** What is used as the data folder, for the words about a failure. */
let folder = defaultDataFolder();

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A second start shows what the first one has, and ends. */
function showFirst({ holder, answer }: LaterStart, flags: Flags, dataFolder: string): void {
  say(`Longshore is running already. ${whoHolds(holder)}`);
  if (answer === undefined) process.exitCode = 1;
  if (answer?.kind === 'shown') say('Its window was brought to the front.');
  if (answer?.kind !== 'link') return;
  process.stdout.write(`Ready: ${answer.url}\n`);
  if (flags.open) openBrowser(answer.url, dataFolder);
}

/** SIGTERM ends the host at once, Ctrl-C once a change that is under way has ended; a second Ctrl-C does not wait. */
function endOnSignals(host: BrowserHost, app: App, release: () => void): void {
  const end = async (patience: number): Promise<never> => {
    await host.close();
    await app.close(patience);
    release();
    process.exit(0);
  };
  process.on('SIGTERM', () => {
    setTimeout(() => process.exit(0), TERM_TIME);
    void end(TERM_TIME / 2);
  });
  const ask = (): void => {
    void end(Number.POSITIVE_INFINITY);
    void wait(SAME_KEY).then(() => {
      if (!app.services.runs.isIdle) say('A change is under way; Longshore ends after it. Press Ctrl-C again to end now.');
    });
  };
  onInterrupt(['SIGINT'], ask, () => process.exit(0));
}

/** The browser host: the same application, for the person's own browser, on loopback. */
async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  const dataFolder = resolve(flags.dataFolder ?? folder);
  folder = dataFolder;
  prepareDataFolder(dataFolder);
  const start = await startOnce(dataFolder, 'browser', { sample: flags.sample, link: flags.link });
  if (start.kind === 'later') return showFirst(start, flags, dataFolder);
  const damagedFile = setAsideDamaged(dataFolder);
  const store = new Conf({ cwd: dataFolder, configName: DOCUMENT_NAME, projectName: 'Longshore', configFileMode: 0o600 });
  // Built, this file is two folders below the top; while developing, the start script says where that is.
  const top = process.env['LONGSHORE_TOP'] ?? join(import.meta.dirname, '../..');
  // The manifest of the npm package is not that of the checkout, which nobody can publish.
  const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string; private?: boolean };
  const { version } = manifest;
  const installed = howInstalled({ host: 'browser', isPackaged: manifest.private !== true });
  const app = await createApp({ dataFolder, store, damagedFile, version, installed });
  if (flags.sample) await app.services.sample.openFirst(app.services.document);
  const host = await createBrowserHost({
    app,
    root: join(top, 'out/renderer'),
    port: flags.port,
    devServer: process.env['LONGSHORE_DEV_SERVER'],
  });
  endOnSignals(host, app, () => start.release());
  await start.answer(
    async ({ sample, link }) => {
      if (sample) await app.services.sample.openFirst(app.services.document);
      return { kind: 'link', url: host.link(link) };
    },
    { version, upgrade: (socket) => answerCalls(socket, app.services) },
  );
  const url = host.link(flags.link);
  process.stdout.write(`Ready: ${url}\n`);
  if (flags.open) openBrowser(url, dataFolder);
  onEnter(() => say(`A fresh link, good for one window: ${host.link()}`));
}

main().catch((error: unknown) => {
  say(`Longshore could not start: ${startFailureText(error, folder)}`);
  process.exit(1);
});
