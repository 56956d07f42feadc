import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

test('the palette begins with recent places and actions, finds actions by name, and adds the registry of a pasted reference', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/settings', tags: ['1.0'] });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await longshore.openRepository('team/settings');
  const box = await longshore.openPalette();
  const selected = page.getByRole('option', { selected: true });
  const groups = page.getByRole('listbox', { name: 'Command palette' }).getByRole('group');
  await expect(groups.first()).toHaveAccessibleName('Recent');
  await expect(groups.first().getByRole('option')).toHaveText([/team\/api/]);
  await expect(selected).toHaveText(/team\/api/);
  await expect(groups.filter({ hasText: 'Keyboard shortcuts' })).toContainText('?');
  await box.press('ArrowDown');
  await expect(selected).not.toHaveText(/team\/api/);
  await expect(box).toHaveAttribute('aria-activedescendant', (await selected.getAttribute('id')) ?? 'none');
  // An action's name beats a repository's.
  await box.fill('settings');
  await expect(selected).toHaveText(/^Settings/);
  await box.fill('>');
  await expect(groups).toHaveCount(1);
  await expect(groups).toHaveAccessibleName('Actions');
  for (const [typed, name] of [
    ['>scan', 'Scan this registry'],
    ['>storage', 'Storage'],
    ['>untagged', 'Untagged manifests…'],
  ] as const) {
    await box.fill(typed);
    await expect(selected).toHaveText(name);
  }
  await box.fill('other.example.com/team/none:1');
  await expect(selected).toHaveText('Add other.example.com…');
  await box.press('Enter');
  await expect(longshore.dialog('Add registry').getByRole('textbox', { name: 'Registry address' })).toHaveValue('other.example.com');
});

test('a pasted pull command for a platform leads to the tag, and says where the image lacks that platform', async ({
  longshore,
  registry,
  page,
}) => {
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'shop/checkout', tags: ['1.5.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command(`docker pull --platform linux/s390x ${registry.host}/shop/checkout:1.5.0`);
  const detail = page.getByRole('region', { name: 'Image of 1.5.0' });
  await expect(detail.getByRole('status')).toHaveText('1.5.0 has no linux/s390x. It has linux/amd64.');
  await longshore.command(`docker pull --platform linux/amd64 ${registry.host}/shop/checkout:1.5.0`);
  await expect(detail.getByRole('tab', { name: 'Overview' })).toBeVisible();
  await expect(detail.getByRole('status')).toHaveCount(0);
});

test('opened again at once, the palette has the focus and keeps it, although the tags that were chosen would have it', async ({
  longshore,
  registry,
  page,
}) => {
  for (const repository of ['team/api', 'team/web'])
    await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('team/api');
  await longshore.command('team/web');
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await longshore.command('team/api');
  const box = await longshore.openPalette();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('team/api');
  // More frames than the focus waits for the tags.
  await page.evaluate(async () => {
    for (let i = 0; i < 30; i++) await new Promise(requestAnimationFrame);
  });
  await expect(box).toBeFocused();
});
