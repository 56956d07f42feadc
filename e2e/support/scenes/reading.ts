import { expect, type Page } from '@playwright/test';
import { dialogs, leave, type Scene } from './scene.ts';

const main = (page: Page) => page.getByRole('main');
const filter = (page: Page) => page.getByRole('searchbox', { name: /^(?:Filter tags|筛选标签)$/ });

const grouped = (page: Page) => page.getByRole('checkbox', { name: /^(?:Group by image|按镜像分组)$/ });

/** Shows what a search finds, in all registries. */
async function search(page: Page, query: string, where = '&scope=all'): Promise<void> {
  await leave(page);
  const place = `&view=search&query=${encodeURIComponent(query)}${where}`;
  await page.evaluate((text) => {
    location.hash = `${location.hash.slice(1).split(/[/&]/)[0]}${text}`;
  }, place);
}

const ofTags: readonly Scene[] = [
  {
    name: 'columns',
    go: async (page) => {
      await page.getByRole('treeitem', { name: 'team/api', exact: true }).click();
      await expect(page.getByRole('grid').getByRole('row').nth(1)).toContainText('MB');
      await page.getByRole('button', { name: /^(?:Columns|列)$/ }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'export',
    go: async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
      await page.getByRole('button', { name: /^(?:Export|导出)$/ }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'filter-completion',
    go: async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
      await filter(page).fill('kind:index size:');
      await expect(page.getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'filter-chips',
    go: async (page) => {
      await filter(page).fill('-/rc/ created:<9000d size:>1MB arch:arm64 1.');
      await expect(main(page)).toContainText('arch:');
      await filter(page).press('ArrowDown');
    },
  },
  {
    name: 'grouped',
    go: async (page) => {
      await filter(page).fill('');
      await grouped(page).check();
      await expect(page.getByRole('row', { name: /^latest[,、]/ })).toContainText('MB');
    },
  },
  {
    name: 'grouped-filtered',
    go: async (page) => {
      await filter(page).fill('1.9');
      await expect(page.getByRole('grid').locator('[data-hidden="true"]').first()).toBeVisible();
    },
  },
  {
    name: 'untagged',
    go: async (page) => {
      await filter(page).fill('');
      await grouped(page).uncheck();
      await page.getByRole('tree').focus();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem', { name: /^(?:Untagged manifests…|无标签的清单…)$/ }).click();
      await expect(dialogs(page).getByRole('paragraph').first()).toBeVisible();
    },
  },
];

/** What has been read of the sample registry: its tags chosen and found, a scan of it, and searches that find nothing or too much. */
export const readingScenes: readonly Scene[] = [
  {
    name: 'search',
    go: async (page) => {
      await search(page, '1.9');
      await expect(main(page).getByRole('grid').getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'search-conditions',
    go: async (page) => {
      await search(page, 'size:>1MB -/rc/ arch:arm64 team');
      await expect(main(page).getByRole('grid').getByRole('row').nth(1)).toBeVisible();
    },
  },
  {
    name: 'search-sorted',
    go: async (page) => {
      await search(page, '1. ', '&folder=team&order=-size');
      await expect(main(page).locator('[aria-sort="descending"]')).toBeVisible();
      await page.getByRole('button', { name: /^(?:Export|导出)$/ }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'search-nothing',
    go: async (page) => {
      await search(page, 'zzz-nowhere');
      await expect(main(page).locator('strong')).toBeVisible();
    },
  },
  ...ofTags,
  {
    name: 'scan',
    go: async (page) => {
      await leave(page);
      await page.evaluate(() => {
        location.hash = location.hash.slice(1).split(/[/&]/)[0] ?? '';
      });
      await page.getByRole('button', { name: /^(?:Scan this registry|扫描此镜像仓库)$/ }).click();
      await expect(dialogs(page).getByRole('button', { name: /^(?:Scan|扫描)$/ })).toBeEnabled();
    },
  },
  {
    name: 'scanned',
    go: async (page) => {
      await dialogs(page)
        .getByRole('button', { name: /^(?:Scan|扫描)$/ })
        .click();
      await expect(dialogs(page)).toHaveCount(0);
      await expect(main(page)).toContainText(/All \d+ repositories read|已读取全部/);
      const panel = page.locator('#activity');
      // By key: the hint of a button that the mouse is over would lie over the panel.
      if (!(await panel.isVisible())) await page.getByRole('banner').locator('[aria-controls="activity"]').press('Enter');
      await expect(panel.getByRole('listitem').first()).toBeVisible();
    },
  },
];
