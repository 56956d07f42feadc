import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test('in a wide window the detail is moved to the right and stays there; a narrower window shows it at the bottom', async ({
  longshore,
  page,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.2').click();
  const detail = page.getByRole('region', { name: 'Image of 1.9.2' });
  const grid = page.getByRole('grid', { name: 'Tags' });
  /** Whether the detail begins where the tags end, at the right. */
  const isBeside = async (): Promise<boolean> => {
    const [tags, image] = await Promise.all([grid.boundingBox(), detail.boundingBox()]);
    return image !== null && tags !== null && image.x >= tags.x + tags.width - 1 && image.width > 400;
  };
  await expect(detail.getByRole('tab', { name: 'Overview' })).toBeVisible();
  expect(await isBeside()).toBe(false);
  await detail.getByRole('tab', { name: 'Layers' }).click();
  await detail.getByRole('button', { name: 'Move to the right' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(isBeside).toBe(true);
  await expect(detail.getByRole('button', { name: 'Move to the bottom' })).toBeFocused();
  await expect(detail.getByRole('tab', { name: 'Layers' })).toHaveAttribute('aria-selected', 'true');
  // What is remembered is saved a moment later.
  await page.waitForTimeout(600);
  await page.reload();
  await expect(detail).toBeVisible();
  await expect.poll(isBeside).toBe(true);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(isBeside).toBe(false);
  await expect(detail.getByRole('button', { name: /^Move to/ })).toHaveCount(0);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect.poll(isBeside).toBe(true);
  await detail.getByRole('button', { name: 'Move to the bottom' }).click();
  await expect.poll(isBeside).toBe(false);
});

test('at a zoom of 200 % every tab and button of the detail is within the window', async ({ longshore, page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.2').click();
  await page.getByRole('tab', { name: 'Layers' }).click();
  // What a window of 1280 x 800 has at 200 %.
  await page.setViewportSize({ width: 640, height: 400 });
  const detail = page.getByRole('region', { name: 'Image of 1.9.2' });
  for (const part of [
    ...(await detail.getByRole('tab').all()),
    detail.getByRole('combobox', { name: 'Platform' }),
    detail.getByRole('button', { name: 'Close details' }),
  ])
    await expect(part).toBeInViewport({ ratio: 1 });
  // And four tags above it.
  const grid = page.getByRole('grid', { name: 'Tags' });
  const header = await grid.getByRole('row').first().boundingBox();
  const box = await grid.boundingBox();
  expect((box?.height ?? 0) - (header?.height ?? 0)).toBeGreaterThanOrEqual(4 * 34);
});
