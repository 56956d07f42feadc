import { expect } from '@playwright/test';
import { createSampleContent } from '../electron/sample/content.ts';
import { test as base } from './fixtures.ts';
import { RegistryDouble } from './support/registry/double.ts';

/** ms: longer than any test waits. */
const HANGS = 60_000;

type Hanging = {
  readonly registry: RegistryDouble;
  readonly host: string;
  /** Lets every answer wait so many ms. */
  readonly hang: (latency: number) => void;
};

/** A journey with a registry that can be made to hang. */
const test = base.extend<{ readonly hanging: Hanging }>({
  hanging: async ({}, use) => {
    const registry = new RegistryDouble(createSampleContent());
    const { host } = new URL(await registry.start());
    const hang = (latency: number): void => {
      registry.behaviour = { ...registry.behaviour, latency };
    };
    await use({ registry, host, hang });
    await registry.stop();
  },
});

test('a registry that hangs: after two seconds that is said where it matters, with Cancel, and what is known stays', async ({
  longshore,
  page,
  hanging: { host, hang },
}) => {
  const main = page.getByRole('main');
  const waiting = main.getByRole('status').filter({ hasText: `Still waiting for ${host}` });
  const cancel = waiting.getByRole('button', { name: 'Cancel' });

  await longshore.addRegistry(host, 'Hanging');
  await longshore.openRepository('team/api');
  // All of the table was read: it waits for nothing.
  await expect(main.getByText(/\d+ tags on \d+ images/)).toBeVisible();
  hang(HANGS);

  // An image that was not read yet.
  await longshore.tag('1.8.7').click();
  await expect(waiting).toBeVisible();
  await expect(page.getByRole('region', { name: 'Image of 1.8.7' })).toBeVisible();
  const line = await waiting.boundingBox();
  const placeholders = await page.getByRole('tabpanel').getByRole('status', { name: 'Loading the image' }).boundingBox();
  expect(line && line.y + line.height, 'it stands above the place-holders').toBeLessThanOrEqual(placeholders?.y ?? 0);
  await cancel.click();
  await expect(waiting).toHaveCount(0);
  await expect(page.getByRole('tabpanel')).toContainText('Reading was cancelled.');
  await page.getByRole('button', { name: 'Close details' }).click();

  // The table, read again: its rows stay, with the time they are of.
  await main.getByRole('button', { name: 'Refresh' }).click();
  await expect(waiting).toBeVisible();
  await expect(main.getByText(/^Read .*\d/)).toBeVisible();
  await expect(longshore.tag('1.8.7')).toContainText('image');
  await cancel.click();
  await expect(waiting).toHaveCount(0);
  await expect(longshore.tag('1.8.7')).toContainText('image');
  await expect(main.getByText(/\d+ tags on \d+ images/)).toBeVisible();

  // Another repository: its name stays, and reading can begin again.
  await longshore.repository('team/gateway').click();
  await expect(waiting).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('gateway');
  await cancel.click();
  await expect(main.getByText('Reading was cancelled.')).toBeVisible();
  hang(0);
  await main.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('grid', { name: 'Tags' }).getByRole('row').nth(1)).toBeVisible();

  // The list of repositories.
  hang(HANGS);
  await page.reload();
  const list = page
    .getByRole('complementary')
    .getByRole('status')
    .filter({ hasText: `Still waiting for ${host}` });
  await expect(list).toBeVisible();
  hang(0);
  await list.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('complementary').getByRole('button', { name: 'Try again' }).click();
  await expect(longshore.repository('team/gateway')).toBeVisible();

  // The registry's own page.
  hang(HANGS);
  await page.getByRole('button', { name: 'Hanging', exact: true }).click();
  await page.keyboard.press('F5');
  await expect(waiting).toBeVisible();
  await cancel.click();
  await expect(waiting).toHaveCount(0);
  hang(0);
});

test('a repository that cannot be read keeps its name above the reason', async ({ longshore, page, hanging: { registry, host } }) => {
  await longshore.addRegistry(host, 'Local');
  await expect(longshore.repository('team/api')).toBeVisible();
  registry.fault = ({ path }) => (path.endsWith('/tags/list') ? { kind: 'status', status: 500 } : undefined);
  await longshore.repository('team/api').click();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('api');
});

test('a registry that hangs in the middle of a deletion: its run says so after 3 s, and is done once it answers', async ({
  longshore,
  page,
  hanging: { registry, host, hang },
}) => {
  await longshore.addRegistry(host, 'Hanging');
  await longshore.openRepository('team/gateway');
  const all = page.getByRole('checkbox', { name: 'Select all tags' });
  await all.check();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('textbox', { name: 'Type team/gateway to confirm' }).fill('team/gateway');
  let hungAt = 0;
  registry.fault = ({ method }) => {
    if (method === 'DELETE' && hungAt === 0) {
      hungAt = performance.now();
      hang(8_000);
    }
    return undefined;
  };
  await page.keyboard.press('Enter');
  const run = longshore.run(/^Delete \d+ tags? in Hanging/);
  await expect(run.getByRole('status').filter({ hasText: `No answer from ${host}.` })).toBeVisible({ timeout: 15_000 });
  console.log(`the registry hung: said after ${Math.round(performance.now() - hungAt)} ms`);
  await expect(run).toContainText(/Still waiting, for \d+ sec now\./);
  hang(0);
  await longshore.runsEnded();
  await expect(run).not.toContainText('No answer from');
});
