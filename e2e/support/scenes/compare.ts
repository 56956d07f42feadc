import { expect, type Page } from '@playwright/test';
import { leave, type Scene } from './scene.ts';

const main = (page: Page) => page.getByRole('main');

/** Shows a comparison with this tag of the same repository. */
async function compare(page: Page, tag: string, suffix: string, name = 'team/api'): Promise<void> {
  await leave(page);
  await page.evaluate(
    ([to, from, name]) => {
      const repository = `${location.hash.slice(1).split(/[/&]/)[0]?.replace('ref=', '')}/${name}`;
      location.hash = `ref=${repository}:${to}&with=${repository}${from}`;
    },
    [tag, suffix, name] as const,
  );
  await expect(main(page).getByRole('combobox').first()).toHaveValue(suffix.slice(1));
}

const openTab = (page: Page, nth: number): Promise<void> => main(page).getByRole('tab').nth(nth).click();

/** Two images side by side: each tab, and what cannot be compared. */
export const compareScenes: readonly Scene[] = [
  {
    name: 'compare',
    go: async (page) => {
      await compare(page, '1.9.2', ':1.9.1');
      await expect(main(page).getByRole('table')).toHaveCount(3);
    },
  },
  {
    name: 'compare-layers',
    go: async (page) => {
      await openTab(page, 1);
      await main(page).getByRole('table').getByRole('button').first().click();
      await expect(main(page).getByRole('table').getByRole('row')).toHaveCount(7);
    },
  },
  {
    name: 'compare-config',
    go: async (page) => {
      await openTab(page, 2);
      await main(page).getByRole('table').getByRole('button').nth(1).click();
      await expect(main(page).getByRole('table').first()).toBeVisible();
    },
  },
  {
    name: 'compare-files',
    go: async (page) => {
      await compare(page, '2026.11.18', ':2026.11.11', 'team/web');
      await openTab(page, 3);
      await expect(main(page).getByRole('button', { name: '/srv/web/index.html' })).toBeVisible();
    },
  },
  {
    name: 'compare-diff',
    go: async (page) => {
      for (const file of ['version.json', 'index.html'])
        await main(page)
          .getByRole('button', { name: `/srv/web/${file}` })
          .click();
      await expect(main(page).locator('mark')).toHaveCount(4);
    },
  },
  {
    name: 'compare-known',
    go: async (page) => {
      await openTab(page, 0);
      await expect(main(page).getByRole('cell', { name: '/srv/web/index.html' })).toBeVisible();
    },
  },
  {
    name: 'compare-choose',
    go: async (page) => {
      await compare(page, '1.9.2', '');
      await main(page).getByRole('combobox').first().click();
      await expect(page.getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'compare-missing',
    go: async (page) => {
      await page.keyboard.press('Escape');
      await compare(page, '1.9.2', ':no-such-tag');
      await expect(main(page).getByRole('alert')).toBeVisible();
    },
  },
];
