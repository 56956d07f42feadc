import { expect, type Page } from '@playwright/test';
import { test as base } from './fixtures.ts';
import { chooseInMenu } from './support/page/keys.ts';
import { type RealisticRegistries, startRealisticRegistries } from './support/realistic-registry.ts';

const test = base.extend<{ readonly company: RealisticRegistries['company'] }>({
  company: async ({}, use) => {
    const registries = await startRealisticRegistries();
    await use(registries.company);
    await registries.stop();
  },
});

/** The commands that the overview offers. */
const commands = (page: Page) => page.getByRole('tabpanel').locator('code');

test('what is offered fits the kind: charts, files, WebAssembly and signatures are no images', async ({ longshore, company, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await longshore.addRegistry(company.host, 'Company');
  await longshore.command('charts/api');
  await expect(page.getByText(/^4 tags on 4 charts$/)).toBeVisible();
  // No chart has a platform.
  await expect(page.getByRole('columnheader', { name: 'Size' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Platforms' })).toHaveCount(0);
  const digests = async () => (await page.getByRole('columnheader', { name: 'Digest' }).boundingBox())?.x;
  const there = await digests();
  await page.getByRole('grid', { name: 'Tags' }).getByRole('row').nth(1).click();
  await expect(commands(page).first()).toHaveText(new RegExp(`^helm pull --plain-http oci://${company.host}/charts/api --version \\d`));
  await expect(page.getByRole('radio', { name: 'docker' })).toHaveCount(0);

  await longshore.command('artifacts/policies/admission:1.2.0');
  await expect(commands(page).first()).toHaveText(`oras pull --plain-http ${company.host}/artifacts/policies/admission:1.2.0`);
  await page.getByRole('tab', { name: 'Files' }).click();
  await expect(page.getByRole('tree', { name: 'Files' }).getByRole('treeitem')).toContainText(['policy.rego', 'data.json', 'README.md']);
  await page
    .getByRole('tree', { name: 'Files' })
    .getByRole('treeitem', { name: /^data\.json/ })
    .click();
  await chooseInMenu(page, 'Copy name');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('data.json');
  await chooseInMenu(page, 'Copy link');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`longshore://open?ref=${company.host}/artifacts/policies/admission:1.2.0&tab=layers&layer=2`);
  await longshore.openMenu('1.2.0', 'Copy pull command');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^oras pull /);

  await longshore.command('wasm/resizer:0.2.1');
  await expect(longshore.tag('0.2.1')).toContainText('WASM');
  await expect(longshore.tag('0.2.1')).toContainText('wasip2/wasm');
  await expect(longshore.tag('0.2.1')).not.toContainText('unknown');
  await expect(page.getByRole('columnheader', { name: 'Platforms' })).toBeVisible();
  // The other columns stand where they stood without platforms.
  expect(await digests()).toBe(there);
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(commands(page).first()).toHaveText(
    `wkg oci pull --insecure ${company.host} ${company.host}/wasm/resizer:0.2.1 -o module.wasm`,
  );
  // A narrow column shows the platform, without an ellipsis after it; the buttons above are icons of one width.
  await page.setViewportSize({ width: 900, height: 600 });
  const platform = longshore.tag('0.2.1').locator('[data-column="platforms"]');
  await expect(platform).toBeVisible();
  expect(await platform.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBeLessThanOrEqual(0);
  const widths = await Promise.all(
    ['Copy pull command', 'Pin this repository', 'Clean up', 'Refresh'].map(
      async (name) => (await page.getByRole('main').getByRole('button', { name, exact: true }).boundingBox())?.width,
    ),
  );
  expect(widths).toEqual([30, 30, 30, 30]);
});

test('a chart shows what it says of itself, its values to be searched, and its templates, by keyboard', async ({ longshore, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('charts/api');
  await longshore.tag('2.4.0').click();
  const card = page.getByRole('region', { name: 'Helm chart' });
  await expect(card).toContainText('App version1.9.2');
  await expect(card).toContainText('postgresql 16.x oci://registry.example.com/charts');
  await expect(card).toContainText('Platform team <platform@example.com>');
  const tabs = page.getByRole('tablist', { name: 'Image' });
  await tabs.getByRole('tab', { name: 'Overview' }).focus();
  await page.keyboard.press('ArrowRight');
  const tree = page.getByRole('tree', { name: 'Files' });
  await expect(tree.getByRole('treeitem')).toHaveCount(8);
  // The values are what a person comes for.
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveAccessibleName('values.yaml');
  const code = (name: string) => page.getByRole('tabpanel').getByRole('textbox', { name });
  await expect(code('values.yaml')).toContainText('replicaCount: 2');
  await page.getByRole('tabpanel').getByRole('button', { name: 'Search' }).press('Enter');
  const find = page.getByRole('textbox', { name: 'Find' });
  await expect(find).toBeFocused();
  await page.keyboard.type('postgresql');
  await page.keyboard.press('Enter');
  await expect(code('values.yaml').locator('.cm-searchMatch-selected')).toHaveText('postgresql');
  await tree.focus();
  await page.keyboard.press('End');
  await expect(code('templates/service.yaml')).toContainText('kind: Service');
  await page.getByRole('button', { name: 'Copy', exact: true }).press('Enter');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^apiVersion: v1\nkind: Service\n/);
  await tree.focus();
  await page.keyboard.press('Home');
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveAccessibleName('api-2.4.0.tgz');
  await expect(page.getByRole('tabpanel')).toContainText('7 files');
  await page.keyboard.press('ArrowLeft');
  await expect(tree.getByRole('treeitem')).toHaveCount(1);
});

test('a model shows what it says of itself, and its texts', async ({ longshore, page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('research/assistant');
  await longshore.tag('3.1').click();
  const card = page.getByRole('region', { name: 'AI model' });
  for (const text of ['Parameters1.7B', 'QuantizationQ4_K_M', 'Formatgguf', 'Capabilitiestool use', 'LicencesApache-2.0'])
    await expect(card).toContainText(text);
  await page.getByRole('tablist', { name: 'Image' }).getByRole('tab', { name: 'Files' }).click();
  // More than a gigabyte is not read to be looked at.
  await expect(page.getByRole('tabpanel')).toContainText('It is larger than');
  await page.getByRole('treeitem', { name: 'README.md' }).click();
  await expect(page.getByRole('textbox', { name: 'README.md' })).toContainText('Apache-2.0');
});

test('a cosign tag says what it is, and how to read it', async ({ longshore, company, page }) => {
  await longshore.addRegistry(company.host, 'Company');
  const { tags } = (await (await fetch(`${company.url}/v2/shop/api/tags/list`)).json()) as { tags: string[] };
  const signature = tags.find((tag) => tag.endsWith('.sig')) ?? '';
  const subject = signature.replace(/^sha256-(.*)\.sig$/, 'sha256:$1');
  await longshore.command(`shop/api:${signature}`);
  await expect(commands(page).first()).toHaveText(`cosign download signature --allow-http-registry ${company.host}/shop/api@${subject}`);
  await expect(page.getByRole('table', { name: 'Overview' })).toContainText('signature');
  await expect(page.getByRole('table', { name: 'Overview' })).not.toContainText('Platforms');
  await expect(page.getByRole('tab', { name: 'Build' })).toHaveCount(0);
});

test('data is drawn character by character: nothing joins two dashes or equals signs', async ({ longshore, page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.2').click();
  await page.getByRole('tab', { name: 'Layers' }).click();
  await expect(page.getByRole('table', { name: 'Layers' })).toBeVisible();
  const joined = await page.evaluate(() =>
    [...document.querySelectorAll('body, body *')]
      .filter((element) => getComputedStyle(element).fontVariantLigatures !== 'none')
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(joined).toEqual([]);
  const command = page.getByRole('table', { name: 'Layers' }).getByRole('button', { name: /--from=build/ });
  const drawn = await command.screenshot();
  // The font would join the dashes: the comparison can fail.
  await command.evaluate((element) => {
    element.style.fontVariantLigatures = 'normal';
  });
  expect(drawn.equals(await command.screenshot())).toBe(false);
});

test('an image says which signatures, SBOMs and attestations it has and leads to them, and a copy says how many went with it', async ({
  longshore,
  company,
  page,
}) => {
  await longshore.addRegistry(company.host, 'Company');
  await longshore.command('shop/api:1.9.3');
  const facts = page.getByRole('table', { name: 'Overview' });
  const attachments = page.getByRole('list', { name: 'Attachments' });
  await expect(facts.getByRole('row', { name: /^Attachments/ })).toContainText('1 signature, 2 SBOMs, 1 attestation, 1 other');
  await expect(attachments.getByRole('button')).toHaveCount(5);
  await attachments.getByRole('button', { name: /^signature/ }).press('Enter');
  await expect(page.getByRole('region', { name: /^Image of sha256-[0-9a-f]{64}\.sig$/ })).toBeVisible();
  // What is attached itself is not asked for attachments.
  await expect(facts).toContainText('signature');
  await expect(facts.getByRole('row', { name: /^Attachments/ })).toHaveCount(0);

  await longshore.command('shop/api:1.7.0');
  await expect(facts.getByRole('row', { name: /^Attachments/ })).toContainText('None');

  // Only rows on screen are drawn: opened, it is among them.
  await longshore.command('shop/api:1.9.3');
  await longshore.openMenu('1.9.3', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.9.3');
  await dialog.getByRole('textbox', { name: 'Repository' }).fill('shop/api-copy');
  await expect(dialog).toContainText('5 attachments are copied too.');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied 1.9.3 to Company / shop/api-copy' })).toContainText(
    'With 5 attachments.',
  );
});
