import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { shortDigest } from '../shared/oci/digest.ts';
import { test } from './fixtures.ts';
import { connect } from './support/connect.ts';
import { COSIGN_SIGN, LinkedPusher, OPENVEX, SLSA_V1, SLSA_V02, SPDX } from './support/content/linked-images.ts';
import { chooseInMenu, goInMenu, typeAhead } from './support/page/keys.ts';
import { RegistryDouble } from './support/registry/double.ts';

const tree = (page: Page) => page.getByRole('tree', { name: 'Linked' });
const document = (page: Page) => page.getByRole('region', { name: 'Details' });

/** The lines of the tree as a person reads them: level, and what each says beside digest and size. */
const lines = async (page: Page): Promise<string[]> =>
  tree(page)
    .getByRole('treeitem')
    .evaluateAll((items) =>
      items.map((item) => {
        const words = (item as HTMLElement).innerText.split('\n').filter((word) => !/^(?:|[0-9a-f]{7}|[\d.]+ k?B)$/.test(word.trim()));
        return `${item.getAttribute('aria-level')} ${words.join(', ')}`;
      }),
    );

/** An image with what buildx, cosign 2 and 3, ORAS and Notation attach to it. */
async function pushSigned(url: string, hasApi: boolean) {
  const client = connect(url);
  const pusher = new LinkedPusher(client, 'team/api');
  const amd64 = await pusher.image('amd64');
  const arm64 = await pusher.image('arm64');
  const index = await pusher.index([amd64, arm64, await pusher.buildx(amd64.digest, [SPDX, SLSA_V02])], '1.0');
  await pusher.cosignTag(index.digest, 'sig', [{}]);
  await pusher.cosignTag(amd64.digest, 'att', [{ type: SLSA_V1 }]);
  const referrers = [await pusher.bundle(index, COSIGN_SIGN), await pusher.inToto(index, OPENVEX, false), await pusher.notation(index)];
  const sarif = await pusher.sarif(amd64);
  if (!hasApi) {
    await pusher.list(index, referrers);
    await pusher.list(amd64, [sarif]);
  }
  await client.close();
  return { amd64, arm64, index, sarif };
}

const EXPECTED = [
  '1 Index 1.0',
  '2 linux/amd64',
  '3 SBOM, SPDX, BuildKit',
  '3 2 provenance statements',
  '4 Provenance, SLSA v0.2, BuildKit',
  '4 Provenance, SLSA v1, cosign',
  '3 Scan result, SARIF, Example scanner',
  '2 linux/arm64',
  '2 3 signatures',
  '3 Signature, Sigstore, not verified',
  '3 Signature, Notation, not verified, Notation',
  '3 Signature, cosign, not verified, cosign',
  '2 VEX, OpenVEX',
];

test('what is linked to an image is one tree, read by keys alone, where the registry keeps lists under tags', async ({
  longshore,
  registry,
  page,
}) => {
  const { amd64, sarif } = await pushSigned(registry.url, false);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command('team/api:1.0');
  // The palette has given the focus to the tags: what is pressed before goes there.
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
  await expect(page.getByRole('tabpanel')).toContainText('docker pull');
  await page.getByRole('tab', { name: 'Linked' }).press('Enter');
  await expect.poll(() => lines(page)).toEqual(EXPECTED);
  await expect(page.getByRole('tabpanel')).toContainText('2 platforms · 3 signatures · 1 SBOM · 2 provenance · 1 VEX · 1 scan result');
  await tree(page).focus();
  // The menu of a line leads to its image, and copies a link to it.
  await page.keyboard.press('ArrowDown');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await chooseInMenu(page, 'Copy link');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`longshore://open?ref=${registry.host}/team/api@${amd64.digest}`);
  await expect(tree(page)).toBeFocused();
  await page.keyboard.press('End');
  await expect(document(page).getByRole('heading')).toHaveText('VEX, OpenVEX');
  await expect(document(page)).toContainText('Found by');
  await expect(document(page)).toContainText('the referrers tag');
  // Closed, what is below it is hidden.
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => lines(page)).toHaveLength(EXPECTED.length - 5);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('s');
  await expect(tree(page).getByRole('treeitem', { selected: true })).toContainText('SBOM, SPDX');
  await typeAhead(page, 'can');
  await expect(document(page).getByRole('heading')).toHaveText('Scan result, SARIF');
  // Enter opens it; its own tree says what it is attached to.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: `Image of ${shortDigest(sarif.digest)}` })).toBeVisible();
  await expect.poll(() => lines(page)).toEqual(['1 Scan result, SARIF, Example scanner', '2 What it is attached to']);
  await expect(tree(page)).toContainText(shortDigest(amd64.digest));
});

test('an image of a registry with the referrers API shows the same, and what is not there is missing', async ({ longshore, page }) => {
  const registry = new RegistryDouble();
  const url = await registry.start();
  const { amd64, arm64 } = await pushSigned(url, true);
  await longshore.addRegistry(url.replace('http://', ''), 'Double');
  await longshore.command('team/api:1.0');
  // The line of Overview leads there.
  await page.getByRole('button', { name: 'Show all that is linked' }).click();
  await expect.poll(() => lines(page)).toEqual(EXPECTED);
  await tree(page)
    .getByRole('treeitem', { name: /^Signature, Sigstore/ })
    .click();
  await expect(document(page)).toContainText('This document cannot be shown');
  await expect(document(page)).toContainText('the referrers API');
  await tree(page)
    .getByRole('button', { name: shortDigest(amd64.digest) })
    .first()
    .click();
  await expect.poll(async () => (await lines(page))[0]).toBe(`1 Image ${shortDigest(amd64.digest)}`);

  const store = registry.store.repository('team/api');
  store.deleteDigest(arm64.digest);
  const layer = (JSON.parse(store.manifests.get(amd64.digest)?.bytes.toString('utf8') ?? '') as { layers: { digest: string }[] }).layers[0];
  store.deleteBlob(layer?.digest ?? '');
  await page.keyboard.press('F5');
  await longshore.tag('1.0').click();
  await expect.poll(() => lines(page)).toContain('2 missing, linux/arm64');
  await expect.poll(() => lines(page)).toContain('3 missing, Layer 1');
  await expect(page.getByRole('tabpanel')).toContainText('2 missing');
  await tree(page)
    .getByRole('treeitem', { name: /linux\/arm64/ })
    .click();
  await expect(document(page)).toContainText('The registry does not have it');

  // A question that is refused hides nothing of what others answer.
  registry.fault = ({ path }) => (path.includes('/referrers/') ? { kind: 'status', status: 403 } : undefined);
  await page.keyboard.press('F5');
  await expect(page.getByRole('tabpanel').getByRole('status')).toContainText('There may be more.');
  await expect.poll(() => lines(page)).toContain('2 Signature, cosign, not verified, cosign');
  await expect.poll(() => lines(page)).not.toContain('3 Signature, Sigstore, not verified');
  await registry.stop();
});

test('the links of a repository are checked by key, and a broken one leads to the manifest that names it', async ({ longshore, page }) => {
  const registry = new RegistryDouble();
  const url = await registry.start();
  const { arm64, index } = await pushSigned(url, true);
  await longshore.addRegistry(url.replace('http://', ''), 'Double');
  await longshore.openRepository('team/api');
  await longshore.command('> Check the links');
  const dialog = page.getByRole('dialog', { name: 'Links of team/api' });
  await expect(dialog).toContainText('No broken links.');
  await expect(dialog).toContainText(/^Links of team\/apiFollowed 3 tags to \d+ manifests and \d+ blobs\./);
  registry.store.repository('team/api').deleteDigest(arm64.digest);
  await dialog.getByRole('button', { name: 'Check again' }).focus();
  await page.keyboard.press('Enter');
  // It goes on as a run, whose result is shown from the panel.
  await longshore.openActivity();
  const run = longshore.activity.getByRole('listitem').filter({ hasText: 'Check links: team/api' }).filter({ hasText: '1 broken link.' });
  await run.getByRole('button', { name: 'Show' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('list', { name: 'Broken links' }).getByRole('listitem')).toContainText([
    `Part of an index ${shortDigest(arm64.digest)}`,
  ]);
  await expect(dialog).toContainText('A pull-through cache may list only what it has cached.');
  await dialog.getByRole('button', { name: 'Export' }).focus();
  await goInMenu(page, 'Export CSV', 'Enter');
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect(await readFile(await (await saved).path(), 'utf8')).toBe(
    ['repository,what,digest,of,tag', `team/api,child,${arm64.digest},${index.digest},1.0`].join('\r\n'),
  );
  await dialog.getByRole('button', { name: `Show 1.0, which names ${shortDigest(arm64.digest)}` }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => lines(page)).toContain('2 missing, linux/arm64');
  await expect(page.getByRole('region', { name: `Image of ${shortDigest(index.digest)}` })).toBeVisible();
  await registry.stop();
});

test('a check outlives a reload, is stopped by key, and does not say more than it has looked at', async ({ longshore, page }) => {
  const registry = new RegistryDouble();
  const url = await registry.start();
  await pushSigned(url, true);
  await longshore.addRegistry(url.replace('http://', ''), 'Double');
  await longshore.openRepository('team/api');
  // No answer comes while the check is looked at.
  registry.behaviour = { ...registry.behaviour, latency: 20_000 };
  await longshore.command('> Check the links');
  const dialog = page.getByRole('dialog', { name: 'Links of team/api' });
  await expect(dialog.getByRole('button', { name: 'Stop' })).toBeVisible();
  await page.reload();
  await longshore.openActivity();
  const run = longshore.activity.getByRole('listitem').filter({ hasText: 'Check links: team/api' });
  await run.getByRole('button', { name: 'Show' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Stop' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('No broken links so far.');
  await expect(dialog).toContainText('It was stopped: not everything was followed.');
  registry.behaviour = { ...registry.behaviour, latency: 0 };
  await dialog.getByRole('button', { name: 'Check again' }).focus();
  await page.keyboard.press('Enter');
  await longshore.openActivity();
  await expect(longshore.activity.getByRole('listitem').filter({ hasText: 'No broken links.' })).toBeVisible();
  await registry.stop();
});
