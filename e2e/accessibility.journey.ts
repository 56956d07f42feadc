import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { saveConnections, savedConnection } from './support/hosts/saved-connections.ts';
import { patient } from './support/patience.ts';
import { startRealisticRegistries } from './support/realistic-registry.ts';
import { dockerConfig, emptyScenes } from './support/scenes/empty.ts';
import { realisticScenes } from './support/scenes/realistic.ts';
import { sampleScenes } from './support/scenes/sample.ts';
import { registries, type Scene } from './support/scenes/scene.ts';

test.describe.configure({ mode: 'parallel', timeout: patient(300_000) });

type Options = Parameters<AxeBuilder['options']>[0];

async function serious(page: Page, options: Options): Promise<string[]> {
  // The page has no frames; axe's way for them opens a further page each time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'], ...options })
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/** Serious and critical findings of each scene, by its name. The themes differ in colours alone: in the dark one, contrast is checked. */
async function findings(page: Page, scenes: readonly Scene[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name, go } of scenes) {
    await go(page);
    const light = await serious(page, {});
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await serious(page, { runOnly: ['color-contrast'] });
    await page.emulateMedia({ colorScheme: 'light' });
    found[name] = [...light, ...dark.map((text) => `dark: ${text}`)];
  }
  return found;
}

const nothing = (scenes: readonly Scene[]): Record<string, string[]> => Object.fromEntries(scenes.map(({ name }) => [name, []]));

test('axe finds nothing serious before the first registry, in both themes', async ({ page }) => {
  const dataFolder = await newDataFolder();
  await writeFile(join(dataFolder, 'config.json'), JSON.stringify(dockerConfig));
  const host = await startBrowserHost(dataFolder, [], { DOCKER_CONFIG: dataFolder });
  await page.goto(host.url);
  expect(await findings(page, emptyScenes)).toEqual(nothing(emptyScenes));
  await host.stop();
  await removeFolder(dataFolder);
});

test('axe finds nothing serious in the sample registry and its dialogs, in both themes', async ({ page }) => {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, ['--sample']);
  await page.goto(host.url);
  await registries(page).getByRole('listitem').getByRole('button').first().click();
  expect(await findings(page, sampleScenes)).toEqual(nothing(sampleScenes));
  await host.stop();
  await removeFolder(dataFolder);
});

test('axe finds nothing serious in a large registry with every kind of content, in both themes', async ({ page }) => {
  const { company, release, stop } = await startRealisticRegistries();
  const dataFolder = await newDataFolder();
  await saveConnections(dataFolder, [savedConnection('company', company.url), savedConnection('release', release.url)]);
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const scenes = realisticScenes(company.host, release.host);
  expect(await findings(page, scenes)).toEqual(nothing(scenes));
  await host.stop();
  await stop();
  await removeFolder(dataFolder);
});
