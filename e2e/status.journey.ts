import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { freePort } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';

test('a sign-in that is refused is shown at the dot of the registry and in the status at once, and so is one that is accepted again', async ({
  longshore,
  page,
}) => {
  const port = await freePort();
  let registry = await startDistribution({ port, htpasswd: { username: 'ci', password: 'before' } });
  const to = { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials: 'ci:before' };
  await pushImage({ layers: [1000] }, to);
  const dialog = await longshore.openAddDialog(registry.host, 'Guarded');
  await longshore.signInWith(dialog, 'ci', 'before');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const entry = page.getByRole('navigation', { name: 'Registries' }).getByRole('button', { name: 'Guarded', exact: true });
  await expect(entry).toHaveAccessibleDescription(/Connected/);
  await longshore.openRepository('team/api');
  await registry.stop();
  registry = await startDistribution({ port, htpasswd: { username: 'ci', password: 'after' } });
  await page.getByRole('button', { name: 'Refresh' }).click();
  // Far below the minute after which the registry is asked by itself.
  await expect(entry).toHaveAccessibleDescription(/Needs sign-in/, { timeout: 15_000 });
  await expect(page.getByRole('contentinfo')).toContainText('sign-in needed');
  await registry.stop();
  registry = await startDistribution({ port, htpasswd: { username: 'ci', password: 'before' } });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(entry).toHaveAccessibleDescription(/Connected/, { timeout: 15_000 });
  // So is a registry that is gone.
  await registry.stop();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(entry).toHaveAccessibleDescription(/Unreachable/, { timeout: 15_000 });
  // Its page says so, too, although what was read of it is still known.
  await entry.click();
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('Guarded');
  await expect(main.getByRole('alert')).toContainText('cannot be reached');
  await expect(main.getByRole('button', { name: 'Try again' })).toBeVisible();
});
