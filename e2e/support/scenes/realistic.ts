import { expect, type Page } from '@playwright/test';
import { LONGEST_REPOSITORY, LONGEST_TAG, RELEASED } from '../content/realistic-content.ts';
import { Window } from '../page/window.ts';
import { command, dialogs, leave, pressOnTags, type Scene } from './scene.ts';

const rows = (page: Page) => page.getByRole('grid').first().getByRole('row');
const row = (page: Page, text: string) => rows(page).filter({ hasText: text }).first();

/** Opens a place by its link, as pasted into the address. */
async function open(page: Page, host: string, reference: string, tab = ''): Promise<void> {
  await leave(page);
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `ref=${host}/${reference}${tab === '' ? '' : `&tab=${tab}`}`,
  );
}

/** Opens an image, once its details are read: while they are, a button stops that. */
async function openImage(page: Page, host: string, reference: string, tab = ''): Promise<void> {
  await open(page, host, reference, tab);
  const panel = page.getByRole('tabpanel');
  await expect(panel).toContainText(/\w{3}/);
  await expect(panel.getByRole('button', { name: /^(?:Cancel|取消)$/ })).toHaveCount(0);
}

const image = (name: string, host: string, reference: string, tab?: string): Scene => ({
  name,
  go: (page) => openImage(page, host, reference, tab),
});

function lookAround(host: string): Scene[] {
  return [
    {
      name: 'registry',
      go: async (page) => {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `ref=${host}`);
        await expect(page.getByRole('treeitem').first()).toBeVisible();
      },
    },
    {
      name: 'tags',
      go: async (page) => {
        await open(page, host, 'shop/api');
        await expect(row(page, 'latest')).toContainText('MB');
      },
    },
    {
      name: 'tags-last',
      go: async (page) => {
        await pressOnTags(page, 'End');
        await expect(rows(page).last()).toContainText(/\S/);
      },
    },
    image('overview', host, 'shop/api:1.9.3'),
    image('sixty-layers', host, 'research/llm/training:0.7.0', 'layers'),
    image('index-manifest', host, 'shop/api:1.9.3', 'manifest'),
    image('longest-tag', host, `shop/api:${LONGEST_TAG}`),
    image('chart', host, 'charts/api:2.4.0'),
    image('files', host, 'artifacts/policies/admission:1.2.0', 'layers'),
    image('wasm', host, 'wasm/resizer:0.3.0'),
    image('signature', host, `shop/api:${RELEASED.replace(':', '-')}.sig`),
    {
      name: 'longest-repository',
      go: async (page) => {
        await open(page, host, LONGEST_REPOSITORY);
        await expect(row(page, '0.1')).toContainText('MB');
      },
    },
    {
      name: 'storage',
      go: async (page) => {
        await leave(page);
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `ref=${host}/shop/api&view=storage`);
        await page.locator('[role=option][data-plain=false]').first().click();
        await expect(page.getByRole('main').getByRole('status')).toContainText('MB');
      },
    },
    {
      name: 'storage-layers',
      go: async (page) => {
        await page.getByRole('radiogroup').last().locator('label').last().click();
        await page.getByRole('table').getByRole('checkbox').first().check();
        await expect(page.getByRole('table')).toContainText('MB');
      },
    },
    {
      name: 'storage-registry',
      go: async (page) => {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `ref=${host}&view=storage`);
        await expect(page.getByRole('option').first()).toBeVisible();
      },
    },
    { name: 'no-tags', go: (page) => open(page, host, 'sandbox/alice/scratch') },
    {
      name: 'tools',
      go: async (page) => {
        await open(page, host, 'tools/tool-60');
        await expect(row(page, 'latest')).toContainText('MB');
      },
    },
  ];
}

function act(host: string, releaseHost: string): Scene[] {
  return [
    {
      name: 'tag-menu',
      go: async (page) => {
        await open(page, host, 'shop/api');
        await expect(row(page, 'latest')).toContainText('MB');
        await row(page, 'latest').getByRole('button').last().click();
        await expect(page.getByRole('menu')).toBeVisible();
      },
    },
    {
      name: 'selection',
      go: async (page) => {
        await page.keyboard.press('Escape');
        for (const nth of [2, 3, 4, 5]) await rows(page).nth(nth).getByRole('checkbox').check();
      },
    },
    {
      name: 'bulk-delete',
      go: async (page) => {
        await pressOnTags(page, 'Delete');
        await expect(page.getByRole('alertdialog').getByRole('textbox').first()).toBeVisible();
      },
    },
    {
      name: 'retag-family',
      go: async (page) => {
        await leave(page);
        await openImage(page, host, 'shop/api:1.9.3');
        await pressOnTags(page, 'r');
        await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
      },
    },
    {
      name: 'copy-between',
      go: async (page) => {
        await openImage(page, host, 'charts/api:2.4.0');
        await page.getByRole('grid').first().getByRole('row', { selected: true }).getByRole('button').last().click();
        await page.getByRole('menuitem').nth(1).click();
        await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
      },
    },
    {
      name: 'clean-up-namespace',
      go: async (page) => {
        await open(page, host, 'shop/payments/ledger');
        await expect(rows(page).nth(1)).toContainText('MB');
        await command(page, 'Clean up', '清理');
        await page.getByRole('button', { name: /^(?:Change rules|更改规则)$/ }).click();
        await page
          .locator('main')
          .getByText(/^(?:Repositories that begin with|按前缀选择仓库)$/)
          .click();
        await page.locator('main button[type=submit]').click();
        await expect(page.getByRole('table')).toBeVisible();
      },
    },
    {
      name: 'search',
      go: async (page) => {
        await leave(page);
        await (await new Window(page).openPalette()).fill('api');
      },
    },
    {
      name: 'settings',
      go: async (page) => {
        await leave(page);
        await page.keyboard.press('Control+,');
        await expect(dialogs(page)).toBeVisible();
      },
    },
    {
      name: 'shortcuts',
      go: async (page) => {
        await leave(page);
        await command(page, 'Shortcuts', '快捷键');
        await expect(dialogs(page)).toBeVisible();
      },
    },
    {
      name: 'release-registry',
      go: async (page) => {
        await open(page, releaseHost, 'release/api');
        await expect(row(page, '1.9.2')).toContainText('MB');
      },
    },
  ];
}

/** Both registries of `startRealisticRegistries`, saved and named. */
export const realisticScenes = (host: string, releaseHost: string): readonly Scene[] => [...lookAround(host), ...act(host, releaseHost)];
