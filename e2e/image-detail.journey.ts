import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';

const tabs = (page: Page) => page.getByRole('tablist', { name: 'Image' });
const boxesOf = async (parts: readonly Locator[]) => Promise.all(parts.map((part) => part.boundingBox()));

test('the tabs of an image stand where they are, whichever is chosen and however the tag is called', async ({ longshore, page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.2').click();
  await expect(page.getByRole('table', { name: 'Labels of linux/amd64' })).toBeVisible();
  const parts = [...(await tabs(page).getByRole('tab').all()), page.getByRole('button', { name: 'Close details' })];
  const before = await boxesOf(parts);
  for (const name of ['Layers', 'Files', 'Config', 'Build', 'Linked', 'Manifest']) {
    await tabs(page).getByRole('tab', { name }).click();
    await expect(tabs(page).getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
    expect(await boxesOf(parts), name).toEqual(before);
  }
  await page.getByRole('searchbox', { name: 'Filter tags' }).fill('nightly-20261118');
  await longshore.tag('nightly-20261118').click();
  await expect(page.getByRole('region', { name: 'Image of nightly-20261118' })).toBeVisible();
  expect(await boxesOf(parts.slice(0, 6))).toEqual(before.slice(0, 6));
});

test('a layer unfolds below its line, and moves neither that nor the lines above', async ({ longshore, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  // All lines are on screen: none is scrolled to before it is clicked.
  await page.setViewportSize({ width: 1280, height: 1500 });
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.8.7').click();
  await tabs(page).getByRole('tab', { name: 'Layers' }).click();
  const table = page.getByRole('table', { name: 'Layers' });
  const lines = table.getByRole('button', { name: /RUN|COPY|ADD/ });
  const tops = async () => (await boxesOf(await lines.all())).map((box) => box?.y);
  await expect(lines.nth(2)).toBeVisible();
  // A layer of less than 1 % is drawn, not taken by the gap beside it.
  const sliver = page.getByRole('tabpanel').locator('[data-sliver=true]');
  await expect(sliver).toHaveCount(1);
  await expect(sliver).toHaveCSS('box-shadow', 'none');
  const before = await tops();
  await lines.nth(1).click();
  await expect(lines.nth(1)).toHaveAttribute('aria-expanded', 'true');
  await expect(table.getByText(/^sha256:[0-9a-f]{64}$/)).toBeVisible();
  expect((await tops()).slice(0, 2)).toEqual(before.slice(0, 2));
  // What is known of the layer comes a moment later, below its line.
  let second: number | undefined;
  const isStill = async (): Promise<boolean> => {
    const before = second;
    second = (await tops())[2];
    return second !== undefined && second === before;
  };
  await expect.poll(isStill, { intervals: [500] }).toBe(true);
  await lines.nth(2).click();
  expect((await tops())[2]).toBe(second);
  await table.getByRole('button', { name: 'Copy instruction 2' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^RUN set -eux; \\\n {4}apt-get update;/);
});

test('the compression of a layer is named, and which clients cannot pull it', async ({ longshore, page }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/gateway');
  await longshore.tag('latest').click();
  await tabs(page).getByRole('tab', { name: 'Layers' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('Layer 2 is compressed with zstd. Docker before 23.0 cannot pull this image.');
  const lines = page.getByRole('table', { name: 'Layers' }).locator('button[aria-expanded]');
  for (const [index, compression] of [
    [0, 'gzip'],
    [1, 'zstd'],
  ] as const) {
    await lines.nth(index).press('Enter');
    await expect(page.getByRole('table', { name: 'Layers' })).toContainText(
      `· ${compression} · application/vnd.oci.image.layer.v1.tar+${compression}`,
    );
  }
});

test('the build of an image reads like a Dockerfile, by keyboard: each step with its size, and all of it to be copied', async ({
  longshore,
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.2').click();
  await tabs(page).getByRole('tab', { name: 'Overview' }).focus();
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowRight');
  const steps = page.getByRole('list', { name: 'Build' }).getByRole('listitem');
  await expect(steps).toHaveCount(11);
  await expect(steps.nth(1)).toContainText('8.4 MB');
  await expect(steps.nth(1).locator('code').first()).toHaveText(/^RUN set -eux; \\\n {4}apt-get update; \\\n/, { useInnerText: true });
  await expect(steps.nth(4)).toContainText('Build arguments: USER_ID=10001');
  await expect(steps.nth(8)).toContainText('HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 CMD curl');
  await expect(steps.nth(8)).toContainText('no layer');
  await expect(page.getByRole('tabpanel').getByText('docker.io/library/debian:bookworm-slim')).toBeVisible();
  await page.getByRole('button', { name: 'Copy as Dockerfile' }).focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^# FROM docker\.io\/library\/debian:bookworm-slim\n/);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n')).toEqual(expect.arrayContaining(['# USER_ID=10001', 'EXPOSE 8080/tcp', 'CMD ["node", "dist/server.js"]']));
});

test('digests of rows, environment and labels are copied at the hover and by key, and nothing moves', async ({ longshore, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.8.7').click();
  const cell = longshore.tag('1.9.2').getByRole('gridcell', { name: /Copy digest/ });
  await cell.hover();
  await cell.getByRole('button', { name: /^Copy digest [0-9a-f]{7}$/ }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^sha256:[0-9a-f]{64}$/);
  // The row under the button was not opened.
  await expect(page.getByRole('region', { name: 'Image of 1.8.7' })).toBeVisible();
  await tabs(page).getByRole('tab', { name: 'Config' }).click();
  const row = page.getByRole('table', { name: 'Environment' }).getByRole('row', { name: /NODE_ENV/ });
  const button = row.getByRole('button', { name: 'Copy NODE_ENV' });
  const before = await row.boundingBox();
  await expect(button).toHaveCSS('opacity', '0');
  await row.getByText('production').hover();
  await expect(button).toHaveCSS('opacity', '1');
  expect(await row.boundingBox()).toEqual(before);
  await button.click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('production');
  await page.getByRole('table', { name: 'Labels' }).getByRole('button', { name: 'Copy org.opencontainers.image.title' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('api');
});

test('keys and values keep their lines, in a narrow window too: keys on one, a wrapped value below its beginning', async ({
  longshore,
  page,
}) => {
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await longshore.openRepository('team/api');
  await longshore.tag('1.9.2').click();
  const labels = page.getByRole('table', { name: 'Labels of linux/amd64' });
  await expect(labels).toBeVisible();
  // The overview is about the whole index: there is no platform to choose.
  await expect(page.getByRole('combobox', { name: 'Platform' })).toHaveCount(0);
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    await page.setViewportSize({ width, height });
    const key = labels.getByTitle('org.opencontainers.image.description').locator('> span').last();
    await expect(key).toHaveText('description');
    const box = await key.evaluate((element) => ({ isWhole: element.scrollWidth <= element.clientWidth, height: element.clientHeight }));
    expect(box.isWhole && box.height < 24, `key at ${width}`).toBe(true);
  }
  // One left edge from the name of the repository to the manifest.
  const lefts = async (parts: readonly Locator[]): Promise<number[]> =>
    Promise.all(parts.map((part) => part.evaluate((element) => Math.round(element.getBoundingClientRect().left))));
  const detail = page.getByRole('region', { name: 'Image of 1.9.2' });
  const above = [page.getByRole('heading', { level: 1 }), page.getByRole('checkbox', { name: 'Select 1.9.2' })];
  const [edge = 0] = await lefts(above);
  expect(await lefts([...above, detail.locator('h2').locator('..'), detail.getByText('Pull', { exact: true })])).toEqual(
    Array(4).fill(edge),
  );
  await tabs(page).getByRole('tab', { name: 'Config' }).click();
  await expect(page.getByRole('table', { name: 'Environment' }).getByText('production')).toHaveCSS('font-family', /JetBrains Mono/);
  await tabs(page).getByRole('tab', { name: 'Manifest' }).click();
  expect(await lefts([page.getByRole('radiogroup', { name: 'Show as' })])).toEqual([edge]);
  await page.setViewportSize({ width: 640, height: 600 });
  const line = page.getByRole('textbox', { name: 'Manifest' }).locator('.cm-line', { hasText: '"digest"' }).first();
  const [first = 0, second = 0] = await line.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const boxes = [...range.getClientRects()];
    const last = Math.max(...boxes.map(({ top }) => top));
    const leftOf = (some: readonly DOMRect[]): number => Math.min(...some.map(({ left }) => left));
    return [leftOf(boxes), leftOf(boxes.filter(({ top }) => top === last))];
  });
  expect(second).toBeGreaterThan(first);
});

test('a manifest is shown formatted and raw, is searched, and its digests are followed', async ({ longshore, registry, page }) => {
  const { manifest } = await pushImage(
    [
      { layers: [40_000], architecture: 'amd64' },
      { layers: [90_000, 5_000], architecture: 'arm64' },
    ],
    { host: registry.host, repository: 'look/multi', tags: ['3.0', `sha256-${'a'.repeat(64)}.sig`, `sha256-${'a'.repeat(64)}.att`] },
  );
  const { manifests } = JSON.parse(manifest) as { manifests: { digest: string }[] };
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.openRepository('look/multi');
  await longshore.tag('3.0').click();
  // A media type wraps between its parts, not in one.
  const type = page
    .getByRole('table', { name: 'Overview' })
    .getByRole('row', { name: /^Media type/ })
    .locator('.mono');
  const brokenParts = await type.evaluate(
    (element) =>
      [...element.childNodes].filter((part) => {
        const range = document.createRange();
        range.selectNodeContents(part);
        return range.getClientRects().length > 1;
      }).length,
  );
  expect(brokenParts).toBe(0);
  for (const end of ['.sig', '.att']) {
    const name = page.getByRole('tabpanel').getByRole('button', { name: `sha256-${'a'.repeat(64)}${end}`, exact: true });
    expect(
      await name.evaluate(
        (chip) =>
          (chip.lastElementChild?.lastElementChild?.getBoundingClientRect().right ?? Infinity) <= chip.getBoundingClientRect().right,
      ),
    ).toBe(true);
  }
  await tabs(page).getByRole('tab', { name: 'Manifest' }).click();
  const code = page.getByRole('textbox', { name: 'Manifest' });
  await expect(code.locator('.cm-line').first()).toHaveText('{');
  await page.getByRole('radiogroup', { name: 'Show as' }).getByText('Raw').click();
  await expect(code.locator('.cm-line').first()).toHaveText(manifest);
  await page.getByRole('radiogroup', { name: 'Show as' }).getByText('Formatted').click();
  const count = await code.locator('.cm-line').count();
  await page.getByRole('tabpanel').getByTitle('Fold', { exact: true }).first().click();
  await expect(code.locator('.cm-line')).toHaveCount(1);
  await page.getByRole('tabpanel').locator('.cm-foldPlaceholder').click();
  await expect(code.locator('.cm-line')).toHaveCount(count);
  await page.getByRole('tabpanel').getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('textbox', { name: 'Find' })).toBeFocused();
  await page.keyboard.press('Escape');
  await code.getByRole('link', { name: manifests[1]?.digest ?? '' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: `Image of ${manifests[1]?.digest.slice(7, 14)}` })).toBeVisible();
  await expect(code).toContainText('"layers"');
  await code.getByRole('link').last().click();
  await expect(tabs(page).getByRole('tab', { name: 'Layers' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('table', { name: 'Layers' }).locator('button[aria-expanded="true"]')).toContainText('RUN make step-1');
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('region', { name: 'Image of 3.0' })).toBeVisible();
  // A tab that has the focus does not take these keys for its own.
  await tabs(page).getByRole('tab', { name: 'Config' }).click();
  await expect(tabs(page).getByRole('tab', { name: 'Config' })).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(tabs(page).getByRole('tab', { name: 'Manifest' })).toHaveAttribute('aria-selected', 'true');
  // The button leaves with the details: the keys go on in the tags.
  await page.getByRole('button', { name: 'Close details' }).click();
  await expect(page.getByRole('grid', { name: 'Tags' })).toBeFocused();
});
