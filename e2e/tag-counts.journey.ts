import { expect } from '@playwright/test';
import { SampleStore } from '../electron/sample/store.ts';
import { test } from './fixtures.ts';
import { RegistryDouble } from './support/registry/double.ts';
import { startDrippingServer } from './support/servers/dripping-server.ts';

const REPOSITORIES = 1_241;
const nameOf = (index: number): string => `repository-${String(index).padStart(4, '0')}`;

async function startLarge(): Promise<RegistryDouble> {
  const store = new SampleStore();
  for (let i = 0; i < REPOSITORIES; i++) store.repository(nameOf(i));
  const registry = new RegistryDouble(store);
  await registry.start();
  return registry;
}

test('tags are counted for the repositories on screen, not for those scrolled past', async ({ longshore, page }) => {
  const registry = await startLarge();
  const counted = (): number => registry.requests.filter(({ path }) => path.includes('/tags/list')).length;
  await longshore.addRegistry(registry.url, 'Large');
  await expect(longshore.repository(nameOf(0))).toHaveAttribute('aria-description', /./);
  const tree = page.getByRole('tree', { name: 'Repositories' });
  const shown = Math.ceil(((await tree.boundingBox())?.height ?? 0) / 28) + 1;
  await tree.hover();
  for (let y = 0; y < REPOSITORIES * 28; y += 1_120) {
    await page.mouse.wheel(0, 1_120);
    await page.waitForTimeout(30);
  }
  await expect(longshore.repository(nameOf(REPOSITORIES - 1))).toHaveAttribute('aria-description', /./);
  console.log(`${counted()} of ${REPOSITORIES} counted, ${shown} on the screen`);
  // On a busy machine the wheel rests often, and what is on the screen at that moment is counted, too.
  expect(counted()).toBeLessThan(REPOSITORIES / 2);
  await registry.stop();
});

test('counting the tags of a repository ends when it is scrolled away', async ({ longshore, page }) => {
  const registry = await startLarge();
  const slow = await startDrippingServer(registry.url, 1_000, /tags\/list/);
  await longshore.addRegistry(slow.url, 'Slow');
  await expect.poll(() => slow.asked().some((asked) => asked.includes(nameOf(0)))).toBe(true);
  await page.getByRole('tree', { name: 'Repositories' }).hover();
  await page.mouse.wheel(0, REPOSITORIES * 28);
  await expect.poll(() => slow.asked().some((asked) => asked.includes('repository-12'))).toBe(true);
  // What was under way for those scrolled past ends a moment later where the machine is busy.
  await expect.poll(() => slow.asked().filter((asked) => /repository-0[0-9]{3}/.test(asked))).toEqual([]);
  await slow.stop();
  await registry.stop();
});

test('the repositories of the last visit are shown while the registry is slow; their tags are counted once it has answered', async ({
  longshore,
  page,
}) => {
  const registry = await startLarge();
  const slow = await startDrippingServer(registry.url, 1_000);
  await longshore.addRegistry(slow.url, 'Slow');
  await expect(longshore.repository(nameOf(0))).toHaveAttribute('aria-description', /./);
  // What is shown is noted a moment later.
  await page.waitForTimeout(1_000);
  slow.drip(/_catalog/);
  const counted = (): number => registry.requests.filter(({ path }) => path.includes('/tags/list')).length;
  const before = counted();
  await page.reload();
  await expect.poll(() => slow.asked().join()).toContain('_catalog');
  await expect(longshore.repository(nameOf(0))).toBeVisible();
  await expect(page.getByPlaceholder('Filter 1,241 repositories')).toBeVisible();
  await page.waitForTimeout(1_000);
  expect(counted()).toBe(before);
  slow.drip(/nothing/);
  await page.keyboard.press('F5');
  await expect(longshore.repository(nameOf(0))).toHaveAttribute('aria-description', /./);
  expect(counted()).toBeGreaterThan(before);
  await slow.stop();
  await registry.stop();
});
