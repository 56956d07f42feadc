import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { patient } from './support/patience.ts';
import { startDrippingServer } from './support/servers/dripping-server.ts';

test('Escape closes every dialog while a registry answers byte by byte; its reads end, and so does the host', async ({
  longshore,
  registry,
  host,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'slow/api', tags: ['1.0', '1.1'] });
  const slow = await startDrippingServer(registry.url, 1_000);
  await longshore.addRegistry(slow.url, 'Slow');
  await longshore.openRepository('slow/api');
  await expect(longshore.tag('1.0')).toContainText('image');
  // A change, so that there is something to undo.
  await longshore.openMenu('1.0', 'Retag…');
  await longshore.dialog('Retag 1.0').getByRole('textbox', { name: 'New tag' }).fill('2.0');
  await expect(longshore.dialog('Retag 1.0').getByRole('status')).toContainText('No such tag exists yet');
  await page.keyboard.press('Enter');
  await expect(longshore.tag('2.0')).toContainText('image');
  slow.drip(/./);
  const dialogs: [string, () => Promise<unknown>][] = [
    ['delete', () => longshore.openMenu('1.0', 'Delete…')],
    ['retag', () => longshore.openMenu('1.0', 'Retag…').then(() => page.getByRole('textbox', { name: 'New tag' }).fill('3.0'))],
    ['copy', () => longshore.openMenu('1.0', 'Copy to…').then(() => page.getByRole('textbox', { name: 'Repository' }).fill('slow/other'))],
    ['save', () => longshore.openMenu('1.0', 'Save to a file…')],
    ['undo', () => page.keyboard.press('Control+z')],
    ['diagnose', () => longshore.command('diagnose')],
  ];
  for (const [name, open] of dialogs) {
    await open();
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    await expect(dialog, name).toBeVisible();
    await expect.poll(() => slow.dripping(), name).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await expect(dialog, name).toBeHidden({ timeout: patient(1_000) });
    await expect.poll(() => slow.dripping(), name).toBe(0);
  }
  await longshore.openMenu('1.0', 'Delete…');
  await expect.poll(() => slow.dripping()).toBeGreaterThan(0);
  const started = performance.now();
  await host.stop();
  expect(performance.now() - started).toBeLessThan(2_000);
  await slow.stop();
});
