import { expect, type Page } from '@playwright/test';
import { layerOf } from '../electron/sample/tar.ts';
import { test } from './fixtures.ts';
import { pushImage, type TestLayer } from './support/content/images.ts';
import { pressUntil, tabTo } from './support/page/keys.ts';

const layer = (instruction: string, name: string): TestLayer => ({
  ...layerOf([{ path: 'etc/' }, { path: `etc/${name}`, content: name }, { path: `etc/${name}.2`, content: 'x'.repeat(5_000) }]),
  instruction,
});

const BASE = layer('/bin/sh -c #(nop) ADD file:base in / ', 'base');
const table = (page: Page) => page.getByRole('table', { name: 'Layers' });
const tab = (page: Page, name: string) => page.getByRole('tablist', { name: 'Image' }).getByRole('tab', { name });

test('who else uses a layer, what it is built on and how many files it has, by keys alone', async ({ longshore, registry, page }) => {
  const push = (repository: string, tags: readonly string[], layers: readonly TestLayer[]) =>
    pushImage({ layers: [...layers] }, { host: registry.host, repository, tags: [...tags] });
  await push('library/debian', ['12'], [BASE]);
  await push('team/app', ['1.0'], [BASE, layer('RUN make one # buildkit', 'one')]);
  await push('team/app', ['1.1', 'latest'], [BASE, layer('RUN make two # buildkit', 'two')]);
  await push('team/web', ['3'], [BASE, layer('RUN make web # buildkit', 'web')]);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/app');
  await longshore.tag('1.0').click();
  await tab(page, 'Overview').focus();
  await page.keyboard.press('ArrowRight');
  await expect(table(page)).toBeVisible();
  // What has not been read is not claimed.
  await expect(table(page).getByRole('row').nth(1)).toContainText('2 tags');
  await expect(page.getByRole('tabpanel')).toContainText('“Also in” covers what has been read: 1 of 3 repositories of this registry.');

  await page.getByRole('button', { name: 'Local' }).first().press('Enter');
  await page.getByRole('button', { name: 'Scan this registry' }).press('Enter');
  await expect(longshore.dialog('Scan Local').getByRole('radio', { name: /^Repositories not read yet/ })).toBeFocused();
  await expect(longshore.dialog('Scan Local').getByRole('button', { name: 'Scan' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(longshore.dialog('Scan Local')).toBeHidden();
  await longshore.runsEnded();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('tabpanel')).toContainText('3 of 3 repositories of this registry');
  await expect(table(page).getByRole('row').nth(1)).toContainText('2 tags · 2 repositories');
  await expect(table(page).getByRole('row').nth(2)).toContainText('–');

  await tab(page, 'Layers').focus();
  await tabTo(page, page.getByRole('tabpanel'));
  await tabTo(page, page.getByRole('button', { name: 'library/debian:12' }));
  await expect(page.getByText('In this registry, layer 1 is that of')).toBeVisible();
  await tabTo(page, table(page).getByRole('button', { name: /ADD file:base/ }));
  await page.keyboard.press('Enter');
  await expect(table(page)).toContainText('Unpacked unknown');
  await expect(table(page).getByRole('region', { name: 'Also in tags of this repository' }).getByRole('button')).toHaveText([
    'latest',
    '1.1',
  ]);
  const others = table(page).getByRole('region', { name: 'Also in other repositories' });
  await expect(others.getByRole('button')).toHaveText(['library/debian:12', 'team/web:3']);

  await tabTo(page, table(page).getByRole('button', { name: 'Read its files' }));
  await page.keyboard.press('Enter');
  await expect(tab(page, 'Files')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('radiogroup', { name: 'Show' }).getByRole('radio').nth(1)).toBeChecked();
  await expect(page.getByRole('treegrid', { name: 'Files' })).toContainText('etc');
  await tab(page, 'Files').focus();
  await pressUntil(page, 'ArrowLeft', tab(page, 'Layers'), 5);
  await table(page)
    .getByRole('button', { name: /ADD file:base/ })
    .press('Enter');
  await expect(table(page)).toContainText(/Unpacked \d+(\.\d)? kB/);
  await expect(table(page)).toContainText('Files 2');
  await tabTo(page, others.getByRole('button', { name: 'team/web:3' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Image of 3' })).toBeVisible();
});
