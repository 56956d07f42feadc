import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { memoryOf } from './support/bench/memory.ts';
import { record } from './support/bench/record.ts';
import { inspectDigest, pullWhole, pushImage } from './support/content/images.ts';
import { countMessages } from './support/page/messages.ts';
import type { Window } from './support/page/window.ts';
import { run } from './support/process.ts';
import { startCuttingProxy } from './support/servers/cutting-proxy.ts';
import { startDistribution } from './support/servers/distribution.ts';

const MB = 1_000_000;
const repository = 'load/copy';

async function copyTo(longshore: Window, registry: string, tag: string): Promise<{ took: number; said: string }> {
  await longshore.openMenu('1.0', 'Copy to…');
  const dialog = longshore.dialog('Copy 1.0');
  await dialog.getByRole('combobox', { name: 'To registry' }).click();
  await longshore.page.getByRole('option', { name: registry, exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Tag' }).fill(tag);
  const button = dialog.getByRole('button', { name: 'Copy', exact: true });
  await expect(button).toBeEnabled();
  const started = performance.now();
  await button.click();
  await expect(dialog).toBeHidden({ timeout: 600_000 });
  const took = performance.now() - started;
  return { took, said: await longshore.page.getByRole('status').filter({ hasText: 'verified' }).innerText() };
}

test('a multi-platform image of 1 GB between two registries, beside skopeo copy --all; again; and cut in the middle', async ({
  longshore,
  page,
  registry,
  host,
}) => {
  test.setTimeout(1_800_000);
  const images = [
    { layers: [300 * MB, 200 * MB], architecture: 'amd64' },
    { layers: [300 * MB, 200 * MB], architecture: 'arm64' },
  ];
  const { digest } = await pushImage(images, { host: registry.host, repository, tags: ['1.0'] });
  const [plain, cut, forSkopeo] = await Promise.all([startDistribution(), startDistribution(), startDistribution()]);
  const proxy = await startCuttingProxy(cut.port);
  await longshore.addRegistry(plain.host, 'Plain');
  await longshore.addRegistry(proxy.host, 'Cut');
  await longshore.addRegistry(registry.host, 'Source');
  await longshore.openRepository(repository);
  await expect(longshore.tag('1.0')).toContainText('1.0 GB');
  const messages = countMessages(page);
  await page.reload();
  await expect(longshore.tag('1.0')).toContainText('1.0 GB');
  const before = await memoryOf(host.child.pid ?? 0);
  Object.assign(messages, { count: 0, bytes: 0 });
  const ours = await copyTo(longshore, 'Plain', '1.0');
  const told = { ...messages };
  const after = await memoryOf(host.child.pid ?? 0);
  const from = performance.now();
  const places = [`docker://${registry.host}/${repository}:1.0`, `docker://${forSkopeo.host}/${repository}:1.0`];
  await run('skopeo', ['copy', '--quiet', '--all', '--src-tls-verify=false', '--dest-tls-verify=false', ...places]);
  const skopeo = performance.now() - from;
  expect(await inspectDigest(plain.host, repository, '1.0')).toBe(digest);
  await pullWhole(plain.host, repository, '1.0');
  const again = await copyTo(longshore, 'Plain', 'again');
  proxy.cutBlob = { method: 'PATCH', after: 150 * MB };
  const resumed = await copyTo(longshore, 'Cut', '1.0');
  expect(proxy.cutBlob).toBeUndefined();
  expect(await inspectDigest(cut.host, repository, '1.0')).toBe(digest);
  record('Copy of 1 GB, four layers', { value: ours.took / 1000, unit: 's', floor: skopeo / 1000, mostRatio: 1.5 });
  record('Copy of 1 GB: messages to the page', { value: told.bytes / 1000, unit: 'kB', most: 200 });
  record('Copy of 1 GB: memory that the host adds', { value: after.peak - before.peak, unit: 'MB', most: 100 });
  record('Copy of what is already present', { value: again.took, unit: 'ms', most: 2_000 });
  record('Copy cut after 150 MB of a blob: bytes sent', { value: proxy.uploaded / MB, unit: 'MB', floor: 1_000, mostRatio: 1.3 });
  console.log([ours.said, again.said, resumed.said].join('\n'));
  await proxy.stop();
  await Promise.all([plain.stop(), cut.stop(), forSkopeo.stop()]);
});
