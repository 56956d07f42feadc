import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { until } from './support/process.ts';

/** Throws where the host prints a fresh link, as a defect would. */
const DEFECT = `const write = process.stderr.write;
process.stderr.write = function (text, ...rest) {
  if (String(text).startsWith('A fresh link')) throw new TypeError('pa55word');
  return write.call(this, text, ...rest);
};`;

test('a defect is in the log with its places in the sources, and without its message', async () => {
  const dataFolder = await newDataFolder();
  const preload = `--import=data:text/javascript,${encodeURIComponent(DEFECT)}`;
  const host = await startBrowserHost(dataFolder, [], { NODE_OPTIONS: preload });
  host.child.stdin?.write('\n');
  await host.ended;
  const log = await readFile(join(dataFolder, 'longshore.log'), 'utf8');
  expect(log).toMatch(/"event":"uncaught","error":"TypeError","at":"[^"]*electron\/browser-start\.ts:\d+/);
  expect(log).not.toContain('pa55word');
  await removeFolder(dataFolder);
});

test('the diagnostics are copied from the settings and shown, and the level of the log counts at once', async ({
  longshore,
  host,
  registry,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await longshore.addRegistry(registry.host, 'Local');
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = longshore.dialog('Settings');
  await dialog.getByRole('combobox', { name: 'Write to the log' }).click();
  await page.getByRole('option', { name: 'All errors and every request' }).click();
  const log = (): Promise<string> => readFile(join(host.dataFolder, 'longshore.log'), 'utf8');
  await until('the level to be saved', async () => ((await log()).includes('"call":"settings.update"') ? true : undefined));
  await dialog.getByRole('button', { name: 'Copy details for a bug report' }).click();
  const shown = dialog.getByRole('textbox', { name: 'Details for a bug report' });
  await expect(shown).toHaveValue(/^Longshore \d.* \(browser\)\n/);
  expect(await log()).toContain('"call":"settings.diagnostics"');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toBe(await shown.inputValue());
  expect(text).toContain(`- http://${registry.host}, sign-in: none (none), proxy: system`);
  expect(text).toContain('"event":"start"');
});
