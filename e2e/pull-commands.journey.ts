import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { chooseOption, pressUntil } from './support/page/keys.ts';

test('an image is pulled with the tool that was chosen last, by tag and by digest, from its overview and from the menu of its row', async ({
  longshore,
  registry,
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const { digest } = await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command('team/api:1.0');
  const commands = page.getByRole('tabpanel').locator('code');
  const reference = `${registry.host}/team/api`;
  await expect(commands.first()).toHaveText(`docker pull ${reference}:1.0`);
  const tool = page.getByRole('combobox', { name: 'Tool for the pull command' });
  await chooseOption(page, tool, 'skopeo');
  await expect(commands.first()).toHaveText(
    `skopeo copy --src-tls-verify=false docker://${reference}:1.0 docker-archive:image.tar:${reference}:1.0`,
  );
  await expect(commands.nth(1)).toHaveText(`skopeo copy --src-tls-verify=false docker://${reference}@${digest} docker-archive:image.tar`);
  await chooseOption(page, tool, 'Kubernetes');
  await expect(commands.nth(1)).toHaveText(`image: ${reference}@${digest}`);

  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await longshore.openMenu('1.0', 'Copy pull command');
  await expect.poll(clipboard).toBe(`image: ${reference}:1.0`);
  // By keys alone: into the menu of the tools and down in it.
  await longshore.tag('1.0').getByRole('button', { name: 'Actions for 1.0' }).click();
  const others = page.getByRole('menuitem', { name: 'Pull command for' });
  await pressUntil(page, 'ArrowDown', others, 12);
  await page.keyboard.press('ArrowRight');
  await pressUntil(page, 'ArrowDown', page.getByRole('menuitem', { name: 'podman' }), 8);
  await page.keyboard.press('Enter');
  await expect.poll(clipboard).toBe(`podman pull --tls-verify=false ${reference}:1.0`);
  await expect(tool).toHaveValue('podman');
  await page.reload();
  await expect(commands.first()).toHaveText(`podman pull --tls-verify=false ${reference}:1.0`);
});
