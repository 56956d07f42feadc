import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;

test('leaving the page while a copy runs asks first; once nothing runs it does not', async ({ longshore, page, registry }) => {
  const target = await startDistribution();
  const proxy = await startCuttingProxy(target.port);
  await pushImage({ layers: [20 * MB] }, { host: registry.host, repository: 'leave/api', tags: ['1.0'] });
  await longshore.addRegistry(proxy.host, 'Prod');
  await longshore.addRegistry(registry.host, 'Staging');
  await longshore.openRepository('leave/api');
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
  proxy.hold = 5 * MB;
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(longshore.run(/^Copy /)).toBeVisible();
  const asked: string[] = [];
  page.on('dialog', (question) => {
    asked.push(question.type());
    void question.dismiss();
  });
  await page.evaluate(() => setTimeout(() => location.reload()));
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(longshore.run(/^Copy /)).toBeVisible();
  proxy.hold = undefined;
  await longshore.runsEnded();
  await page.reload();
  await expect(longshore.tag('1.0')).toContainText('image');
  expect(asked).toEqual(['beforeunload']);
  await proxy.stop();
  await target.stop();
});
