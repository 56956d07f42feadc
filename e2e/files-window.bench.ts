import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { record } from './support/bench/record.ts';
import { json, putBlob } from './support/content/image-files.ts';
import { madeTar } from './support/content/tar-writer.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { type Frames, watchFrames } from './support/page/frames.ts';
import { plainTableFrames } from './support/page/plain-table.ts';
import { scrollFar } from './support/page/scroll-far.ts';
import { p95, typeAndTime } from './support/page/typing.ts';
import { Window } from './support/page/window.ts';
import { startDistribution } from './support/servers/distribution.ts';

const OCI = 'application/vnd.oci.image';
const repository = 'large/files';
const FOLDERS = 8;
const EACH = 5_000;
const what = `a tree of ${(FOLDERS * EACH).toLocaleString('en')} files in the window`;

/** Puts an image of one layer with small files in a few large folders, and a later one that deletes some. */
async function putImage(url: string): Promise<void> {
  const files = Array.from({ length: FOLDERS * EACH }, (_, i) => ({
    name: `usr/share/folder-${i % FOLDERS}/file-${Math.floor(i / FOLDERS)}.txt`,
    content: `${i}`,
  }));
  const layers = [madeTar(files), madeTar([{ name: 'usr/share/folder-0/.wh.file-7.txt' }])].map((tar) => gzipSync(tar, { level: 1 }));
  const config = await putBlob(url, repository, json({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [] } }));
  const blobs = [];
  for (const layer of layers) blobs.push({ mediaType: `${OCI}.layer.v1.tar+gzip`, ...(await putBlob(url, repository, layer)) });
  const mediaType = `${OCI}.manifest.v1+json`;
  const manifest = json({ schemaVersion: 2, mediaType, config: { mediaType: `${OCI}.config.v1+json`, ...config }, layers: blobs });
  const headers = { 'content-type': mediaType };
  const { status } = await fetch(`${url}/v2/${repository}/manifests/1.0`, { method: 'PUT', headers, body: new Uint8Array(manifest) });
  if (status !== 201) throw new Error(`the registry answered ${status} to a manifest`);
}

/** Frames while something is done, until it is on screen. */
async function framesOf(page: Page, work: () => Promise<void>): Promise<Frames> {
  const watched = await watchFrames(page);
  await work();
  return watched();
}

test(what, async ({ page }) => {
  test.setTimeout(300_000);
  const registry = await startDistribution();
  await putImage(registry.url);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  await page.goto(host.url);
  const longshore = new Window(page);
  await longshore.addRegistry(registry.host, 'Large');
  await longshore.openRepository(repository);
  await longshore.tag('1.0').click();
  await expect(page.getByRole('tabpanel')).toContainText('docker pull');
  const tree = page.getByRole('treegrid', { name: 'Files' });
  const line = (name: RegExp) => tree.getByRole('row', { name });
  const rows = (count: number) => expect(tree).toHaveAttribute('aria-rowcount', String(count + 1));

  const read = await framesOf(page, async () => {
    await page.getByRole('tab', { name: 'Files' }).click();
    await expect(line(/^usr /)).toBeVisible();
  });
  await line(/^usr /).click();
  await line(/^share /).click();
  const opened = await framesOf(page, async () => {
    await line(/^folder-0 /).click();
    await rows(2 + FOLDERS + EACH - 1);
  });
  for (let i = 1; i < FOLDERS; i++) {
    await tree.press('End');
    await line(new RegExp(`^folder-${i} `)).click();
    await rows(2 + FOLDERS + (i + 1) * EACH - 1);
  }
  await tree.press('Home');
  const box = await tree.boundingBox();
  const scrolled = await framesOf(page, () => scrollFar(page, { x: (box?.x ?? 0) + 200, y: (box?.y ?? 0) + 100 }));
  const plain = await plainTableFrames(page.context(), FOLDERS * EACH);
  const typed = await framesOf(page, async () => {
    const times = await typeAndTime(page.getByRole('searchbox', { name: 'Filter files' }), 'file-4.txt');
    record(`${what}, filtered: key to painted field, p95`, { value: p95(times), unit: 'ms' });
    await expect(line(/folder-0\/file-4\.txt/)).toBeVisible();
  });
  const most = { most: 50 };
  record(`${what}, read and shown: the longest frame`, { value: read.longest, unit: 'ms', floor: plain.longest, ...most });
  record(`${what}, a folder of ${EACH.toLocaleString('en')} opened: the longest frame`, {
    value: opened.longest,
    unit: 'ms',
    floor: plain.longest,
    ...most,
  });
  record(`${what}, scrolled: a frame, p95`, { value: scrolled.p95, unit: 'ms', floor: plain.p95 });
  record(`${what}, scrolled: the longest frame`, { value: scrolled.longest, unit: 'ms', floor: plain.longest, ...most });
  record(`${what}, filtered: the longest frame`, { value: typed.longest, unit: 'ms', floor: plain.longest, ...most });
  await host.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
