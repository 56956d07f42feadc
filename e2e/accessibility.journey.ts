import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { saveConnections, savedConnection } from './support/hosts/saved-connections.ts';
import { ariaFlaws } from './support/page/aria-flaws.ts';
import { patient } from './support/patience.ts';
import { startRealisticRegistries } from './support/realistic-registry.ts';
import { dockerConfig, emptyScenes } from './support/scenes/empty.ts';
import { markedScenes } from './support/scenes/marked.ts';
import { realisticScenes } from './support/scenes/realistic.ts';
import { sampleScenes } from './support/scenes/sample.ts';
import { registries, type Scene } from './support/scenes/scene.ts';
import { workScenes } from './support/scenes/work.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

test.describe.configure({ mode: 'parallel', timeout: patient(300_000) });

const MB = 1_000_000;

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

/** Changes the theme, and waits for the colours that change gradually: half-way, they have another contrast. */
async function changeTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  await page.waitForFunction(() => document.getAnimations().every((animation) => !(animation instanceof CSSTransition)));
}

/** Serious and critical findings of each scene and flaws of its accessibility tree, by its name. The themes differ in colours alone: in the dark one, contrast is checked. */
async function findings(page: Page, scenes: readonly Scene[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name, go } of scenes) {
    await go(page);
    const light = await serious(page, {});
    await changeTheme(page, 'dark');
    const dark = await serious(page, { runOnly: ['color-contrast'] });
    await changeTheme(page, 'light');
    const flaws = ariaFlaws(await page.locator('body').ariaSnapshot());
    found[name] = [...light, ...dark.map((text) => `dark: ${text}`), ...flaws];
  }
  return found;
}

const nothing = (scenes: readonly Scene[]): Record<string, string[]> => Object.fromEntries(scenes.map(({ name }) => [name, []]));

test('axe finds nothing serious, and the accessibility tree has no flaw, before the first registry, in both themes', async ({ page }) => {
  const dataFolder = await newDataFolder();
  await writeFile(join(dataFolder, 'config.json'), JSON.stringify(dockerConfig));
  const host = await startBrowserHost(dataFolder, [], { DOCKER_CONFIG: dataFolder });
  await page.goto(host.url);
  expect(await findings(page, emptyScenes)).toEqual(nothing(emptyScenes));
  await host.stop();
  await removeFolder(dataFolder);
});

test('axe finds nothing serious, and the accessibility tree has no flaw, in the sample registry and its dialogs, in both themes', async ({
  page,
}) => {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, ['--sample']);
  await page.goto(host.url);
  await registries(page).getByRole('listitem').getByRole('button').first().click();
  expect(await findings(page, sampleScenes)).toEqual(nothing(sampleScenes));
  await host.stop();
  await removeFolder(dataFolder);
});

test('axe finds nothing serious, and the accessibility tree has no flaw, in a large registry with every kind of content, in both themes', async ({
  page,
}) => {
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

test('axe finds nothing serious, and the accessibility tree has no flaw, in menus, dialogs of several tags, a run and a sign-in', async ({
  page,
}) => {
  const [source, target] = [await startDistribution(), await startDistribution()];
  const guarded = await startDistribution({ htpasswd: { username: 'ci', password: 'secret' } });
  const proxy = await startCuttingProxy(target.port);
  for (const tag of ['1.0', '2.0']) await pushImage({ layers: [4 * MB] }, { host: source.host, repository: 'team/api', tags: [tag] });
  const dataFolder = await newDataFolder();
  const saved = [savedConnection('Staging', source.url), savedConnection('Prod', proxy.url), savedConnection('Guarded', guarded.url)];
  await saveConnections(dataFolder, saved);
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const hold = {
    hold: () => {
      proxy.hold = MB;
    },
    lift: () => {
      proxy.hold = undefined;
    },
  };
  const scenes = workScenes(source.host, hold);
  expect(await findings(page, scenes)).toEqual(nothing(scenes));
  await host.stop();
  await Promise.all([proxy.stop(), source.stop(), target.stop(), guarded.stop()]);
  await removeFolder(dataFolder);
});

test('axe finds nothing serious, and the accessibility tree has no flaw, where a registry is marked Production and registries are a file', async ({
  page,
}) => {
  const registry = await startDistribution({ deletes: true });
  for (const tag of ['1.0', '2.0']) await pushImage({ layers: [MB] }, { host: registry.host, repository: 'team/api', tags: [tag] });
  const dataFolder = await newDataFolder();
  await saveConnections(dataFolder, [savedConnection('Company', registry.url)]);
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const scenes = markedScenes(registry.host, 'team/api');
  expect(await findings(page, scenes)).toEqual(nothing(scenes));
  await host.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
