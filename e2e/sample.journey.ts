import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

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
