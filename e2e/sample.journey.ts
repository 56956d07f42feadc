import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';

/** Serious and critical findings, named with the element that has them. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the ${theme} theme`, async ({ longshore, page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
    const found: Record<string, string[]> = { 'first run': await findings(page) };
    await longshore.page.getByRole('navigation', { name: 'Registries' }).getByRole('button', { name: 'Add registry' }).click();
    await longshore.dialog('Add registry').getByRole('button', { name: 'Certificates' }).click();
    found['add dialog'] = await findings(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Open the sample' }).click();
    await longshore.openRepository('team/api');
    await expect(longshore.tag('1.9.2')).toContainText('index');
    await longshore.tag('1.9.2').click();
    await expect(page.getByRole('tabpanel')).toContainText('docker pull');
    found['overview'] = await findings(page);
    for (const tab of ['Layers', 'Config', 'Build', 'Manifest']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.waitForTimeout(200);
      found[tab] = await findings(page);
    }
    await longshore.openMenu('1.9.2', 'Retag…');
    await longshore.dialog('Retag 1.9.2').getByRole('textbox', { name: 'New tag' }).fill('stable');
    await expect(longshore.dialog('Retag 1.9.2').getByRole('status')).toContainText('can still be pulled');
    found['retag'] = await findings(page);
    await page.keyboard.press('Escape');
    await longshore.openMenu('1.9.2', 'Delete…');
    await expect(page.getByRole('alertdialog').getByRole('radio').first()).toBeVisible();
    found['delete'] = await findings(page);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await longshore.openMenu('1.9.2', 'Copy to…');
    await longshore.dialog('Copy 1.9.2').getByRole('textbox', { name: 'Repository' }).fill('release/api');
    await expect(longshore.dialog('Copy 1.9.2').getByRole('group', { name: 'Platforms' })).toBeVisible();
    found['copy'] = await findings(page);
    await page.keyboard.press('Escape');
    await longshore.openMenu('1.9.2', 'Save to a file…');
    await expect(longshore.dialog('Save 1.9.2 to a file').getByRole('status')).toContainText('blobs');
    found['save'] = await findings(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clean up', exact: true }).click();
    found['clean-up'] = await findings(page);
    await page.getByRole('button', { name: 'Dry run' }).click();
    await expect(page.getByRole('table', { name: 'Dry run' })).toBeVisible();
    found['dry-run'] = await findings(page);
    await page.getByRole('button', { name: 'Show tags' }).click();
    await longshore.openPalette();
    found['palette'] = await findings(page);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
  });
}

test('the sample registry: a chart, a large image, an empty repository, and a pasted reference', async ({ longshore, page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('charts/api');
  await expect(longshore.tag('2.4.0')).toContainText('chart');
  await longshore.openRepository('research/training');
  await expect(longshore.tag('latest')).toContainText('6.4 GB');
  await longshore.repository('team/worker').click();
  await expect(page.getByText('This repository has no tags.')).toBeVisible();
  await longshore.command('team/api:1.9.1');
  await expect(longshore.tag('1.9.1')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await longshore.command('team/api:no-such-tag');
  await expect(page.getByRole('alert')).toContainText('Tag no-such-tag was not found');
});
