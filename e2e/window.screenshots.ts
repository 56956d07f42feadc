import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { Window } from './support/page/window.ts';
import { freePort } from './support/process.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'zh-CN'] as const;
/** How many scenes are of an application without registries. */
const EMPTY = 6;
const folder = process.env['LONGSHORE_SCREENSHOTS'] ?? join(import.meta.dirname, '../test-results/screenshots');
const pictures = join(import.meta.dirname, '../build/pictures');

/** Chooses in the palette, in the language of the page. */
async function command(page: Page, en: string, zh: string): Promise<void> {
  await new Window(page).command(
    await page.evaluate((words) => (document.documentElement.lang === 'en' ? words[0] : words[1]), [en, zh] as const),
  );
}

/** Opens a list and chooses in it; the next one is opened once this one is gone. */
async function choose(page: Page, box: Locator, nth: number): Promise<void> {
  await box.click();
  await page.getByRole('option').nth(nth).click();
  await expect(page.getByRole('option')).toHaveCount(0);
}

const dialogs = (page: Page): Locator => page.getByRole('dialog').or(page.getByRole('alertdialog'));

async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialogs(page)).toHaveCount(0);
}

/** The list of registries in the sidebar. */
const registries = (page: Page) => page.getByRole('complementary').getByRole('navigation');

/** Presses a key on the tags, once they have the focus and nothing is before them. */
async function pressOnTags(page: Page, key: string): Promise<void> {
  await expect(dialogs(page)).toHaveCount(0);
  await expect(async () => {
    await page.getByRole('grid').focus();
    await expect(page.getByRole('grid')).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press(key);
}

// Each scene goes on from the one before it. Words on screen are looked up by place, so that one script serves both languages.
const scenes: readonly { readonly name: string; readonly go: (page: Page) => Promise<void> }[] = [
  { name: 'first', go: async (page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible() },
  {
    name: 'add',
    go: async (page) => {
      await registries(page).getByRole('button').first().click();
      await choose(page, page.getByRole('dialog').getByRole('combobox').nth(1), 1);
      await page.getByRole('dialog').getByRole('textbox').first().fill('registry.example.com:5000');
    },
  },
  {
    name: 'preset',
    go: async (page) => {
      await page.getByRole('dialog').getByRole('textbox').first().fill('harbor.example.com');
      await choose(page, page.getByRole('dialog').getByRole('combobox').first(), 1);
    },
  },
  {
    name: 'diagnose',
    go: async (page) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').first().fill('https://registry.invalid');
      await dialog.locator('form > :last-child button').first().click();
      await dialog.getByRole('alert').getByRole('button').first().click();
      await expect(dialog.getByRole('list')).toHaveAttribute('aria-busy', 'false');
      await dialog.getByRole('list').last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'error',
    go: async (page) => {
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('textbox')
        .first()
        .fill(`http://127.0.0.1:${await freePort()}`);
      await dialog.locator('button[type=submit]').click();
      await expect(dialog.getByRole('alert')).toBeVisible();
      await dialog.locator('form > :last-child button').nth(-3).click();
      await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'import',
    go: async (page) => {
      await expect(dialogs(page)).toHaveCount(0);
      await command(page, 'Import', '导入');
      await page.getByRole('dialog').locator('button').last().click();
      await expect(page.getByRole('dialog').getByRole('checkbox')).toHaveCount(4);
    },
  },
  {
    name: 'browse',
    go: async (page) => {
      await page.getByRole('treeitem', { name: 'team/api', exact: true }).click();
      await page.getByRole('row').filter({ hasText: '1.9.2' }).first().click();
      await expect(page.getByRole('tabpanel')).toContainText('docker pull');
    },
  },
  {
    name: 'layers',
    go: async (page) => {
      await page.getByRole('tab').nth(1).click();
      await expect(page.getByRole('tabpanel').getByRole('table')).toBeVisible();
    },
  },
  { name: 'config', go: async (page) => page.getByRole('tab').nth(2).click() },
  { name: 'history', go: async (page) => page.getByRole('tab').nth(3).click() },
  { name: 'manifest', go: async (page) => page.getByRole('tab').nth(4).click() },
  {
    name: 'retag',
    go: async (page) => {
      await page.getByRole('tab').nth(1).click();
      await pressOnTags(page, 'r');
      await page.getByRole('dialog').getByRole('textbox').fill('stable');
      await expect(page.getByRole('dialog').getByRole('status')).toContainText('1.9.1');
    },
  },
  {
    name: 'family',
    go: async (page) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill('');
      await expect(dialog.getByRole('group').getByRole('checkbox').first()).toBeVisible();
      for (const box of await dialog.getByRole('group').getByRole('checkbox').all()) if (await box.isEnabled()) await box.check();
      await dialog.getByRole('checkbox').last().check();
      await expect(dialog.getByRole('status').first()).toBeVisible();
    },
  },
  {
    name: 'copy',
    go: async (page) => {
      await leave(page);
      await page.getByRole('row').filter({ hasText: '1.9.2' }).first().getByRole('button').click();
      await page.getByRole('menuitem').nth(1).click();
      await page.getByRole('dialog').getByRole('textbox').first().fill('release/api');
      await expect(page.getByRole('dialog').getByRole('checkbox').nth(1)).toBeVisible();
      await expect(page.getByRole('dialog').getByRole('status')).toContainText('MB');
    },
  },
  {
    name: 'save',
    go: async (page) => {
      await leave(page);
      await page.getByRole('row').filter({ hasText: '1.9.2' }).first().getByRole('button').click();
      await page.getByRole('menuitem').nth(2).click();
      await page.getByRole('dialog').getByRole('radiogroup').locator('label').last().click();
      await expect(page.getByRole('dialog').getByRole('status')).toContainText('MB');
    },
  },
  {
    name: 'load',
    go: async (page) => {
      await leave(page);
      await command(page, 'Load an image', '载入镜像');
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
      await page.keyboard.type('/nowhere/image.tar');
      await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'clean-up',
    go: async (page) => {
      await leave(page);
      await page
        .getByRole('main')
        .getByRole('button', { name: /^(?:Clean up|清理)$/ })
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('fieldset').getByRole('textbox').first().fill('1.*');
      await dialog.locator('form > :last-child button').nth(-1).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'dry-run',
    go: async (page) => {
      const dialog = page.getByRole('dialog');
      await dialog.locator('fieldset').getByRole('textbox').nth(3).fill('3');
      await dialog.locator('button[type=submit]').click();
      await expect(dialog.getByRole('table')).toBeVisible();
      await dialog.getByRole('table').getByRole('checkbox').first().click();
      await dialog.getByRole('table').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'delete',
    go: async (page) => {
      await leave(page);
      await pressOnTags(page, 'Delete');
      await expect(page.getByRole('radio').first()).toBeVisible();
    },
  },
  {
    name: 'palette',
    go: async (page) => {
      await page.getByRole('alertdialog').getByRole('button').first().click();
      await expect(dialogs(page)).toHaveCount(0);
      await (await new Window(page).openPalette()).fill('api');
    },
  },
  {
    name: 'diagnosis',
    go: async (page) => {
      await leave(page);
      await registries(page).getByRole('listitem').getByRole('button').nth(1).click();
      await page.getByRole('menuitem').first().click();
      await expect(page.getByRole('dialog').getByRole('status')).toBeVisible();
    },
  },
  {
    name: 'many',
    go: async (page) => {
      await leave(page);
      for (const tag of ['1.9.2', '1.9.0', '1.8.7', '1.8.6'])
        await page.getByRole('row').filter({ hasText: tag }).first().getByRole('checkbox').check();
      await pressOnTags(page, 'Delete');
      await expect(page.getByRole('alertdialog').getByRole('textbox')).toBeVisible();
    },
  },
  {
    name: 'undo',
    go: async (page) => {
      const dialog = page.getByRole('alertdialog');
      await dialog.getByRole('textbox').fill('team/api');
      await page.keyboard.press('Enter');
      await expect(dialog).toHaveCount(0);
      await pressOnTags(page, 'Control+z');
      await expect(page.getByRole('dialog').locator('button[aria-disabled="false"]')).toBeVisible();
    },
  },
  {
    name: 'history',
    go: async (page) => {
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.getByRole('banner').getByRole('button').nth(3).click();
      await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').first().click();
    },
  },
];

/** The settings of a machine that is signed in with Docker, with names that are hard to set. */
const dockerConfig = {
  auths: {
    'registry.example.com:5000': { auth: Buffer.from('ci-reader:x').toString('base64') },
    'harbor.example.cn': { auth: Buffer.from('机器人$读取:x').toString('base64') },
    'https://index.docker.io/v1/': { identitytoken: 'x' },
    '123456789012.dkr.ecr.ap-southeast-1.amazonaws.com': {},
  },
  credHelpers: { '123456789012.dkr.ecr.ap-southeast-1.amazonaws.com': 'ecr-login' },
};

for (const theme of THEMES) {
  for (const language of LANGUAGES) {
    for (const size of SIZES) {
      test(`${theme} ${language} ${size.width}x${size.height}`, async ({ browser }) => {
        const dataFolder = await newDataFolder();
        const context = await browser.newContext({ viewport: size, colorScheme: theme, locale: language });
        const page = await context.newPage();
        await mkdir(folder, { recursive: true });
        const shoot = async (name: string): Promise<void> => {
          await page.waitForTimeout(350);
          await page.screenshot({ animations: 'disabled', path: join(folder, `${name}-${theme}-${language}-${size.width}.png`) });
        };
        const docker = await newDataFolder();
        await writeFile(join(docker, 'config.json'), JSON.stringify(dockerConfig));
        const first = await startBrowserHost(dataFolder, [], { DOCKER_CONFIG: docker });
        await page.goto(first.url);
        for (const { name, go } of scenes.slice(0, EMPTY)) {
          await go(page);
          await shoot(name);
        }
        await first.stop();
        await removeFolder(docker);
        await removeFolder(dataFolder);
        const host = await startBrowserHost(dataFolder, ['--sample']);
        await page.goto(host.url);
        await registries(page).getByRole('listitem').getByRole('button').first().click();
        for (const { name, go } of scenes.slice(EMPTY)) {
          await go(page);
          await shoot(name);
          // The README's two pictures are these, taken anew with every run.
          const isPicture =
            language === 'en' &&
            size.width === 1280 &&
            ((name === 'layers' && theme === 'dark') || (name === 'delete' && theme === 'light'));
          if (isPicture) await page.screenshot({ animations: 'disabled', path: join(pictures, `${name}.png`) });
        }
        await host.stop();
        await context.close();
        await removeFolder(dataFolder);
      });
    }
  }
}
