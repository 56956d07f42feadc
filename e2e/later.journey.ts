import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test('a part of the page that cannot be loaded says so, and the reload that is offered brings it', async ({ longshore, page }) => {
  await page.route(/settings-dialog.*\.js/, (route) => route.fulfill({ status: 404, body: 'Not found' }));
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
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await page.getByRole('navigation', { name: 'Registries' }).waitFor();
  expect(asked.filter((path) => /-dialog-[^/]*\.js$|code-view/.test(path))).toEqual([]);
  expect(asked.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(2);
  await page.keyboard.press('Shift+?');
  await expect(longshore.dialog('Keyboard shortcuts')).toBeVisible();
});
