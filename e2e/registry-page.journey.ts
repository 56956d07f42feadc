import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

test('the page of a registry says what it is and allows, where the person was, what is pinned and what changed', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/web', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  const main = page.getByRole('main');
  const card = (name: string) => main.getByRole('region', { name, exact: true });
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('Local');
  await expect(main).toContainText('2 repositories');
  await expect(card('Connection')).toContainText(registry.url);
  await expect(card('Connection')).toContainText('no sign-in');
  await expect(card('Connection')).toContainText('Distribution');
  await expect(card('What is allowed')).toContainText('not checked yet');
  await card('What is allowed').getByRole('button', { name: 'Check' }).click();
  await expect(card('What is allowed')).toContainText('works');
  await expect(card('What is allowed').getByRole('button', { name: 'Check' })).toHaveCount(0);
  await expect(card('Recent changes')).toContainText('None made with Longshore yet.');
  await longshore.openRepository('team/api');
  await page.getByRole('button', { name: 'Pin this repository' }).click();
  await page.getByRole('grid', { name: 'Tags' }).focus();
  await page.keyboard.press('r');
  await expect(longshore.dialog('Retag 1.0').getByRole('textbox', { name: 'New tag' })).toBeFocused();
  await page.keyboard.type('stable');
  await expect(longshore.dialog('Retag 1.0').getByRole('status')).toContainText('No such tag');
  await page.keyboard.press('Enter');
  await expect(longshore.dialog('Retag 1.0')).toBeHidden();
  await longshore.runsEnded();
  await page.getByRole('button', { name: 'Local', exact: true }).click();
  await expect(card('Recent changes').getByRole('listitem')).toContainText('team/api');
  await expect(card('Pinned').getByRole('button')).toHaveAccessibleName('team/api');
  await card('Recent').getByRole('button', { name: 'team/api' }).click();
  await expect(main.getByRole('heading', { level: 1 })).toContainText('team/api');
});
