import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { wholeBrowser } from './support/chromium.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { patient } from './support/patience.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;

// Whether a page may notify is for the whole browser to say.
test.use({ launchOptions: wholeBrowser });

type Told = { readonly title: string; readonly body: string; readonly tag: string };

test('leaving the page while a copy runs asks nothing: the title shows how far it is, the page that comes back shows it, and its end is told', async ({
  longshore,
  page,
  registry,
}) => {
  const target = await startDistribution();
  const proxy = await startCuttingProxy(target.port);
  const { digest } = await pushImage({ layers: [20 * MB] }, { host: registry.host, repository: 'leave/api', tags: ['1.0'] });
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(registry.host, 'Staging');
  // The real permission; what the page asks the browser to show is noted, since a browser without a screen shows nothing.
  await page.context().grantPermissions(['notifications'], { origin: new URL(page.url()).origin });
  await page.addInitScript(() => {
    const told: unknown[] = [];
    const real = window.Notification;
    const noting = new Proxy(real, {
      construct(_, [title, options]: [string, object]) {
        told.push({ title, ...options });
        return { close: () => {} };
      },
    });
    Object.assign(window, { Notification: noting, __told: told });
  });
  await longshore.openRepository('leave/api');
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
  proxy.hold = 5 * MB;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page).toHaveTitle(/^\d+ % · leave\/api · Staging · Longshore$/);
  const asked: string[] = [];
  page.on('dialog', (question) => {
    asked.push(question.type());
    void question.dismiss();
  });
  await page.reload();
  await expect(page).toHaveTitle(/^\d+ % · leave\/api/);
  await longshore.openActivity();
  const item = longshore.run('Copy Staging / leave/api:1.0 to Prod / leave/api:1.0');
  await expect(item).toContainText('of 20.0 MB');
  // Another tab is in front when it ends.
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true }));
  proxy.hold = undefined;
  await expect(item).toContainText('Verified.', { timeout: patient(30_000) });
  await expect(page).toHaveTitle('leave/api · Staging · Longshore');
  const told = await page.evaluate(() => (window as unknown as { __told: Told[] }).__told);
  expect(told).toMatchObject([{ title: 'Done: Copy Staging / leave/api:1.0 to Prod / leave/api:1.0' }]);
  expect(told[0]?.body).toContain('Verified.');
  expect(asked).toEqual([]);
  expect(await inspectDigest(target.host, 'leave/api', '1.0')).toBe(digest);
  await proxy.stop();
  await target.stop();
});

test('in a browser, notifications are asked for by the click that switches them on, and it is said where the browser blocks them', async ({
  longshore,
  page,
}) => {
  const settings = longshore.dialog('Settings');
  const field = settings.getByRole('checkbox', { name: 'Notify when a run ends' });
  const open = (): Promise<void> => page.getByRole('banner').getByRole('button', { name: 'Settings' }).click();
  await open();
  // A tray is a thing of the desktop.
  await expect(settings.getByRole('checkbox', { name: 'Keep running in the background' })).toHaveCount(0);
  await expect(field).toBeVisible();
  const { origin } = new URL(page.url());
  await page.context().grantPermissions(['notifications'], { origin });
  await page.keyboard.press('Escape');
  await page.reload();
  await open();
  await expect(field).toBeChecked();
  await field.uncheck();
  await field.check();
  await expect(field).toBeChecked();
  await page.keyboard.press('Escape');
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }));
  await page.reload();
  await open();
  await expect(field).toBeDisabled();
  await expect(settings).toContainText('Your browser blocks notifications of this page.');
});
