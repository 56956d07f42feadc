import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { newDataFolder, removeFolder } from './support/hosts/browser-host.ts';
import { attach, createDesktop, startDisplay } from './support/hosts/display.ts';
import { hasElectron } from './support/hosts/electron-host.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startProcess, until } from './support/process.ts';

// The door that a person uses: npm start on a machine with a display, with the browser that Longshore opens by itself.
for (const browser of ['in-path', 'default'] as const) {
  const what = browser === 'in-path' ? 'a window of its own in Chromium' : 'the default browser through xdg-open';
  test(`npm start opens ${what} and shows the repositories of the sample`, async () => {
    const display = await startDisplay();
    const desktop = await createDesktop(display, browser);
    const dataFolder = await newDataFolder();
    // With the runtime present, npm start opens Electron; the browser is then asked for.
    const flags = ['--sample', '--data-dir', dataFolder, ...(hasElectron ? ['--browser'] : [])];
    const started = startProcess('npm', ['start', '--', ...flags], desktop.env);
    await until('npm start', async () => /^Ready: http\S+#token=\S+$/m.exec(started.output())?.[0], patient(60_000));
    const opened = await attach(browser === 'in-path' ? join(dataFolder, 'browser') : desktop.profile);
    const page = await until('the page', async () =>
      opened
        .contexts()
        .flatMap((context) => context.pages())
        .find((one) => one.url().startsWith('http://127.0.0.1:')),
    );
    const longshore = new Window(page);
    await expect(longshore.repository('team/api')).toBeVisible();
    // The token is not left where others could read it.
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(?:#ref=[^&]+)?$/);
    await longshore.openRepository('team/api');
    await expect(longshore.tag('latest')).toBeVisible();
    if (process.env['LONGSHORE_PICTURES']) {
      const picture = join(process.env['LONGSHORE_PICTURES'], `opens-${browser}.png`);
      await startProcess('import', ['-window', 'root', picture], desktop.env).ended;
    }
    await (await opened.newBrowserCDPSession()).send('Browser.close').catch(() => {});
    await opened.close();
    await started.stop();
    expect(started.output().match(/^Ready: /gm)).toHaveLength(1);
    await display.stop();
    await desktop.remove();
    await removeFolder(dataFolder);
  });
}
