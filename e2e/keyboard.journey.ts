import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';

test('the main journey by keyboard alone: add, browse, open layers, retag, delete', async ({ longshore, registry, page }) => {
  const { digest } = await pushImage({ layers: [3000, 2000] }, { host: registry.host, repository: 'keys/api', tags: ['1.0', '1.0.1'] });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'keys/web', tags: ['1.0'] });
  const press = (...keys: string[]) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  const tabTo = async (role: 'tree' | 'grid' | 'tablist', name: string): Promise<void> => {
    const target = page.getByRole(role, { name });
    for (let i = 0; i < 40; i++) {
      if (
        await target.evaluate(
          (element) =>
            element === document.activeElement || (element.getAttribute('role') === 'tablist' && element.contains(document.activeElement)),
        )
      )
        return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${name}`);
  };
  // Add, from the palette.
  await longshore.openPalette();
  await page.keyboard.type('add reg');
  await press('Enter');
  await expect(longshore.dialog('Add registry').getByRole('textbox', { name: 'Registry address' })).toBeFocused();
  await page.keyboard.type(registry.host);
  await press('Tab');
  await page.keyboard.type('Keys');
  await press('Enter');
  await expect(longshore.repository('keys/api')).toBeVisible();
  // Browse.
  await tabTo('tree', 'Repositories');
  while (
    (await page.getByRole('tree').getAttribute('aria-activedescendant')) !== (await longshore.repository('keys/api').getAttribute('id'))
  )
    await press('ArrowDown');
  await press('Enter');
  await expect(longshore.tag('1.0.1')).toContainText('image');
  await tabTo('grid', 'Tags');
  await press('Home', 'ArrowDown', 'Enter');
  await expect(longshore.tag('1.0.1')).toHaveAttribute('aria-selected', 'true');
  // Layers.
  await tabTo('tablist', 'Image');
  await press('ArrowRight');
  await expect(page.getByRole('table', { name: 'Layers' })).toBeVisible();
  // Retag.
  await page.getByRole('grid', { name: 'Tags' }).evaluate((grid) => grid.blur());
  await press('/');
  await page.keyboard.type('1.0');
  await tabTo('grid', 'Tags');
  await press('r');
  await expect(longshore.dialog('Retag 1.0.1').getByRole('textbox', { name: 'New tag' })).toBeFocused();
  await page.keyboard.type('stable');
  await expect(longshore.dialog('Retag 1.0.1').getByRole('status')).toContainText('No such tag');
  await press('Enter');
  await expect(longshore.dialog('Retag 1.0.1')).toBeHidden();
  await longshore.runsEnded();
  expect(await inspectDigest(registry.host, 'keys/api', 'stable')).toBe(digest);
  // Focus is back in the table; delete.
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 1.0.1' });
  await expect(dialog.getByRole('radio', { name: /Delete only this tag/ })).toBeChecked();
  const button = dialog.getByRole('button', { name: 'Delete', exact: true });
  while (!(await button.evaluate((element) => element === document.activeElement))) await press('Tab');
  await press('Enter');
  await expect(dialog).toBeHidden();
  await expect(longshore.tag('1.0.1')).toHaveCount(0);
  expect(await inspectDigest(registry.host, 'keys/api', '1.0')).toBe(digest);
});
