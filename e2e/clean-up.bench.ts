import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { record } from './support/bench/record.ts';
import { bareLoop, fillRepository } from './support/content/large-repository.ts';
import { watchFrames } from './support/page/frames.ts';

const TAGS = 10_000;
const IMAGES = 7_000;
const repository = 'load/clean';

test(`a clean-up over ${TAGS} tags: the dry run cold and warm, beside a bare loop of the same requests; and editing it`, async ({
  longshore,
  page,
  registry,
}) => {
  test.setTimeout(1_200_000);
  const large = await fillRepository(registry.url, repository, TAGS, IMAGES);
  await fillRepository(registry.url, 'load/small', 3, 3);
  await longshore.addRegistry(registry.host, 'Large');
  await longshore.openRepository('load/small');
  const open = async () => {
    await page.getByRole('button', { name: 'Clean up', exact: true }).click();
    const main = page.getByRole('main');
    await main.getByRole('radio', { name: 'Own rules' }).click();
    // Over the namespace, so that the table of tags has read nothing before.
    await main.getByText('Repositories that begin with').click();
    await main.getByRole('textbox', { name: 'Prefix of repository names' }).fill(repository);
    await main.getByRole('textbox', { name: 'Tags', exact: true }).fill('build-*');
    await main.getByRole('textbox', { name: 'Keep newest' }).fill('100');
    return main;
  };
  const main = await open();
  const dryRun = async () => {
    const frames = await watchFrames(page);
    const started = performance.now();
    await main.getByRole('button', { name: 'Dry run' }).click();
    await expect(main.getByText(/tags to delete\./)).toBeVisible({ timeout: 300_000 });
    const took = performance.now() - started;
    return { took, ...(await frames()) };
  };
  const bareCold = await bareLoop(registry.url, large, 'by-tag');
  const cold = await dryRun();
  await expect(main).toContainText('2,900 tags to delete. 7,100 to keep.');
  await main.getByRole('button', { name: 'Show tags' }).click();
  await open();
  const bareWarm = await bareLoop(registry.url, large, 'heads');
  const warm = await dryRun();
  const frames = await watchFrames(page);
  const table = main.getByRole('table', { name: 'Dry run' });
  await main.getByText(/^Delete 2,900$/).click();
  await table.evaluate((element) => element.scrollTo({ top: 40_000 }));
  const started = performance.now();
  await table.getByRole('checkbox').first().click();
  await expect(main).toContainText('2,899 tags to delete.');
  const edited = performance.now() - started;
  await page.waitForTimeout(1_000);
  const editing = await frames();
  const what = 'Dry run over 10,000 tags';
  record(`${what}: nothing known`, { value: cold.took / 1000, unit: 's', floor: bareCold.all / 1000, mostRatio: 1.25 });
  record(`${what}: everything known`, { value: warm.took / 1000, unit: 's', floor: bareWarm.all / 1000, mostRatio: 1.25 });
  record(`${what}: the longest frame meanwhile`, { value: Math.max(cold.longest, warm.longest), unit: 'ms', most: 100 });
  record(`${what}: a row decided otherwise`, { value: edited, unit: 'ms', most: 300 });
  record(`${what}: the longest frame while filtering, scrolling, deciding`, { value: editing.longest, unit: 'ms', most: 200 });
});
