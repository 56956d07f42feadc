import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { patient } from './support/patience.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;
const GONE = 'The registry cannot be reached.';

test('the registry dies in a bulk delete: said within 3 s with what happens next, one line for what was not tried, and the rest is tried again', async ({
  longshore,
  page,
  registry,
}) => {
  const repository = 'gone/many';
  const tags = Array.from({ length: 12 }, (_, i) => `1.${i}.0`);
  for (const tag of tags) await pushImage({ layers: [500] }, { host: registry.host, repository, tags: [tag] });
  const proxy = await startCuttingProxy(registry.port);
  await longshore.addRegistry(proxy.host, 'Gone');
  await longshore.openRepository(repository);
  await page.getByRole('checkbox', { name: 'Select all tags' }).check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: /Delete \d+ tags/ });
  await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  let diedAt = 0;
  proxy.onChange = {
    number: 4,
    act: () => {
      proxy.die();
      diedAt = performance.now();
    },
  };
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const run = longshore.run(/Delete 12 tags/);
  await expect(run.getByRole('status').filter({ hasText: GONE })).toBeVisible({ timeout: patient(20_000) });
  const told = performance.now() - diedAt;
  console.log(`the registry was gone: said after ${Math.round(told)} ms`);
  expect(told).toBeLessThan(3_000);
  await expect(run).toContainText(/Trying again (?:in \d+ sec|now) \(try \d of 6\)\. After the last try the run ends\./);
  await expect(run).toContainText(/\d+ not tried\./, { timeout: patient(90_000) });
  await expect(run).toContainText(GONE);
  // What is left is still checked.
  const left = await page.getByRole('grid', { name: 'Tags' }).locator('[role="row"][data-checked="true"]').count();
  expect(left).toBeGreaterThan(6);
  await expect(page.getByRole('toolbar', { name: 'Selected tags' })).toContainText(`${left} selected`);
  await run.getByRole('button', { name: 'Show' }).click();
  const results = page.getByRole('alertdialog');
  await expect(results.getByText(/^\d+ not tried: The registry cannot be reached\.$/)).toHaveCount(1);
  proxy.onChange = undefined;
  proxy.revive();
  await results.getByRole('button', { name: /^Try the other \d+$/ }).click();
  await dialog.getByRole('textbox', { name: `Type ${repository} to confirm` }).fill(repository);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await longshore.runsEnded();
  await expect(longshore.tag('1.11.0')).toHaveCount(0);
  for (const tag of tags.slice(4)) await expect(inspectDigest(registry.host, repository, tag)).rejects.toThrow();
  await proxy.stop();
});

test('the registry dies in a copy: its item says so and when it tries again, it fails, and Retry copies it in one go', async ({
  longshore,
  registry,
}) => {
  const target = await startDistribution();
  const proxy = await startCuttingProxy(target.port);
  const repository = 'gone/copy';
  const { digest } = await pushImage({ layers: [30 * MB] }, { host: registry.host, repository, tags: ['1.0'] });
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(registry.host, 'Staging');
  await longshore.openRepository(repository);
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
  proxy.hold = 5 * MB;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  const run = longshore.run(/^Copy .* to /);
  await expect.poll(() => proxy.uploaded).toBeGreaterThan(4 * MB);
  await expect(run).toBeVisible();
  const diedAt = performance.now();
  proxy.die();
  await expect(run.getByRole('status').filter({ hasText: GONE })).toBeVisible();
  const told = performance.now() - diedAt;
  console.log(`the target was gone: said after ${Math.round(told)} ms`);
  expect(told).toBeLessThan(3_000);
  await expect(run.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout: patient(60_000) });
  proxy.hold = undefined;
  proxy.revive();
  await run.getByRole('button', { name: 'Retry' }).click();
  await longshore.runsEnded();
  // The failed run has made way for the new one.
  await expect(run).toHaveCount(1);
  await expect(run).toContainText('Verified.');
  expect(await inspectDigest(target.host, repository, '1.0')).toBe(digest);
  await proxy.stop();
  await target.stop();
});
