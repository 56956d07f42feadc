import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { saveConnections, savedConnection } from './support/hosts/saved-connections.ts';
import { startRealisticRegistries } from './support/realistic-registry.ts';
import { dockerConfig, emptyScenes } from './support/scenes/empty.ts';
import { markedScenes } from './support/scenes/marked.ts';
import { pictureScenes } from './support/scenes/pictures.ts';
import { realisticScenes } from './support/scenes/realistic.ts';
import { sampleScenes } from './support/scenes/sample.ts';
import { registries, type Scene } from './support/scenes/scene.ts';

const SIZES = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'zh-CN'] as const;
const folder = process.env['LONGSHORE_SCREENSHOTS'] ?? join(import.meta.dirname, '../test-results/screenshots');
const pictures = join(import.meta.dirname, '../build/pictures');

test.describe.configure({ mode: 'parallel' });

/** Takes the scenes in their order. One that fails is reported and left out; those after it may need it, and are tried. */
async function take(page: Page, scenes: readonly Scene[], fileOf: (name: string) => string): Promise<void> {
  for (const { name, go } of scenes) {
    await go(page).catch((error: unknown) => expect.soft(error, name).toBeUndefined());
    await page.waitForTimeout(250);
    await page.screenshot({ animations: 'disabled', path: join(folder, fileOf(name)) });
  }
}

/** The README's pictures are taken anew with every run: the scenes up to the wanted one are gone through. */
async function takePicture(page: Page, scenes: readonly Scene[], wanted: string): Promise<void> {
  for (const { name, go } of scenes) {
    await go(page);
    if (name !== wanted) continue;
    await page.waitForTimeout(350);
    await page.screenshot({ animations: 'disabled', path: join(pictures, `${name}.png`) });
    return;
  }
  throw new Error(`There is no scene "${wanted}"`);
}

type Look = { readonly theme: (typeof THEMES)[number]; readonly language: string; readonly size: (typeof SIZES)[number] };

async function openPage(browser: Browser, { theme, language, size }: Look): Promise<Page> {
  await mkdir(folder, { recursive: true });
  const context = await browser.newContext({ viewport: size, colorScheme: theme, locale: language });
  return context.newPage();
}

async function openSample(page: Page): Promise<() => Promise<void>> {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, ['--sample']);
  await page.goto(host.url);
  await registries(page).getByRole('listitem').getByRole('button').first().click();
  return async () => {
    await host.stop();
    await removeFolder(dataFolder);
  };
}

async function openRealistic(page: Page): Promise<{ readonly scenes: readonly Scene[]; readonly close: () => Promise<void> }> {
  const { company, release, stop } = await startRealisticRegistries();
  const dataFolder = await newDataFolder();
  await saveConnections(dataFolder, [savedConnection('company', company.url), savedConnection('release', release.url)]);
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const close = async (): Promise<void> => {
    await host.stop();
    await stop();
    await removeFolder(dataFolder);
  };
  const scenes = [...realisticScenes(company.host, release.host), ...markedScenes(company.host, 'shop/api')];
  return { scenes, close };
}

for (const [wanted, theme, scenes] of [
  ['layers', 'dark', sampleScenes],
  ['delete', 'light', sampleScenes],
  ['files', 'light', pictureScenes.filter(({ name }) => name === 'files')],
  ['linked', 'dark', pictureScenes.filter(({ name }) => name === 'linked')],
] as const)
  test(`picture of the README: ${wanted}`, async ({ browser }) => {
    const page = await openPage(browser, { theme, language: 'en', size: SIZES[1] });
    const close = await openSample(page);
    await takePicture(page, scenes, wanted);
    await close();
  });

test('picture of the README: storage', async ({ browser }) => {
  const page = await openPage(browser, { theme: 'dark', language: 'en', size: SIZES[1] });
  const { scenes, close } = await openRealistic(page);
  await takePicture(page, scenes, 'storage');
  await close();
});

for (const theme of THEMES) {
  for (const language of LANGUAGES) {
    for (const size of SIZES) {
      const look = `${theme} ${language} ${size.width}x${size.height}`;
      const fileOf = (name: string): string => `${name}-${theme}-${language}-${size.width}.png`;
      test(`sample ${look}`, async ({ browser }) => {
        const page = await openPage(browser, { theme, language, size });
        const dataFolder = await newDataFolder();
        const docker = await newDataFolder();
        await writeFile(join(docker, 'config.json'), JSON.stringify(dockerConfig));
        const first = await startBrowserHost(dataFolder, [], { DOCKER_CONFIG: docker });
        await page.goto(first.url);
        await take(page, emptyScenes, fileOf);
        await first.stop();
        await removeFolder(docker);
        await removeFolder(dataFolder);
        const close = await openSample(page);
        await take(page, sampleScenes, fileOf);
        await close();
      });
      test(`realistic ${look}`, async ({ browser }) => {
        const page = await openPage(browser, { theme, language, size });
        const { scenes, close } = await openRealistic(page);
        await take(page, scenes, (name) => fileOf(`r-${name}`));
        await close();
      });
    }
  }
}
