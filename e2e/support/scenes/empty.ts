import { expect } from '@playwright/test';
import { freePort } from '../process.ts';
import { choose, command, dialogs, registries, type Scene } from './scene.ts';

/** The application without registries. */
export const emptyScenes: readonly Scene[] = [
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
      // To save it nevertheless is offered beside the reason.
      await dialog.getByRole('alert').getByRole('button').nth(1).click();
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
];

/** The settings of a machine that is signed in with Docker, with names that are hard to set. */
export const dockerConfig = {
  auths: {
    'registry.example.com:5000': { auth: Buffer.from('ci-reader:x').toString('base64') },
    'harbor.example.cn': { auth: Buffer.from('机器人$读取:x').toString('base64') },
    'https://index.docker.io/v1/': { identitytoken: 'x' },
    '123456789012.dkr.ecr.ap-southeast-1.amazonaws.com': {},
  },
  credHelpers: { '123456789012.dkr.ecr.ap-southeast-1.amazonaws.com': 'ecr-login' },
};
