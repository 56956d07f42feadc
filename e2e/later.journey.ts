import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test('a part of the page that cannot be loaded says so, and the reload that is offered brings it', async ({ longshore, page }) => {
  await page.route(/settings-dialog.*\.js/, (route) => route.fulfill({ status: 404, body: 'Not found' }));
  await page.getByRole('navigation', { name: 'Registries' }).waitFor();
  await page.reload();
  await page.getByRole('navigation', { name: 'Registries' }).waitFor();
  await page.keyboard.press('Control+,');
  const alert = page.getByRole('alert').filter({ hasText: 'A part of this page could not be loaded' });
  await expect(alert).toBeVisible();
  await page.unroute(/settings-dialog.*\.js/);
  await alert.getByRole('button', { name: 'Reload' }).focus();
  await page.keyboard.press('Enter');
  await expect(alert).toBeHidden();
  await page.getByRole('navigation', { name: 'Registries' }).waitFor();
  await page.keyboard.press('Control+,');
  await expect(longshore.dialog('Settings')).toBeVisible();
});

test('the first screen loads no dialog, and a dialog that is opened at once is shown once it is there', async ({ longshore, page }) => {
  // Until then the link that it came by is good for no second time.
  await page.getByRole('navigation', { name: 'Registries' }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await page.getByRole('navigation', { name: 'Registries' }).waitFor();
  expect(asked.filter((path) => /-dialog-[^/]*\.js$|code-view/.test(path))).toEqual([]);
  expect(asked.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(2);
  await page.keyboard.press('Shift+?');
  await expect(longshore.dialog('Keyboard shortcuts')).toBeVisible();
});

test('where Longshore ends before all of the page is loaded, that is said once', async ({ longshore, page, host }) => {
  await expect(longshore.activityButton).toBeVisible();
  await host.stop();
  await expect(page.getByRole('alert')).toContainText('Longshore has ended');
  // What comes after the first screen is asked for meanwhile.
  await page.waitForTimeout(3_000);
  await expect(page.getByRole('alert')).toHaveCount(1);
});
