import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Conf from 'conf';
import { createApp } from './app.ts';
import { createBrowserHost } from './browser-host.ts';
import { readFlags } from './flags.ts';
import { openBrowser } from './open-browser.ts';
import { defaultDataFolder, prepareDataFolder } from './storage/data-folder.ts';
import { DOCUMENT_NAME, setAsideDamaged } from './storage/document.ts';

/** The browser host: the same application, for the person's own browser, on loopback. */
async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  const dataFolder = resolve(flags.dataFolder ?? defaultDataFolder());
  prepareDataFolder(dataFolder);
  const damagedFile = setAsideDamaged(dataFolder);
  const store = new Conf({ cwd: dataFolder, configName: DOCUMENT_NAME, projectName: 'Longshore', configFileMode: 0o600 });
  // Built, this file is two folders below the top; while developing, the start script says where that is.
  const top = process.env['LONGSHORE_TOP'] ?? join(import.meta.dirname, '../..');
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string };
  const app = await createApp({ dataFolder, store, damagedFile, version });
  if (flags.sample) await app.services.sample.openFirst(app.services.document);
  const host = await createBrowserHost({
    app,
    root: join(top, 'out/renderer'),
    port: flags.port,
    devServer: process.env['LONGSHORE_DEV_SERVER'],
  });
  const stop = async (): Promise<void> => {
    await host.close();
    await app.close();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
  process.stdout.write(`Ready: ${host.url}\n`);
  if (flags.open) openBrowser(host.url, dataFolder);
}

main().catch((error: unknown) => {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const text =
    code === 'EADDRINUSE'
      ? 'That port is taken. Choose another with --port, or leave it out for a free one.'
      : error instanceof Error
        ? error.message
        : 'unknown error';
  process.stderr.write(`Longshore could not start: ${text}\n`);
  process.exit(1);
});
