import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { emptyForm } from '../shared/contract/connections.ts';
import { memoryAtRest, memoryOf } from './support/bench/memory.ts';
import { record } from './support/bench/record.ts';
import { json, putBlob, sha256 } from './support/content/image-files.ts';
import { type MadeEntry, madeTar } from './support/content/tar-writer.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { enterHost, type PageClient } from './support/hosts/page-client.ts';
import { run } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';

const OCI = 'application/vnd.oci.image';
const repository = 'large/layer';
const what = 'a layer of 200 MB with 40,000 files';

/** 400 folders of 100 files, of which two thirds do not compress. */
function largeLayer(): Buffer {
  const folders = Array.from({ length: 400 }, (_, folder) => {
    const files = Array.from({ length: 100 }, (_, file): MadeEntry => {
      const content = Buffer.concat([randomBytes(4_900), Buffer.alloc(2_500, 'some text that compresses ')]);
      return { name: `usr/share/folder-${folder}/file-${file}.txt`, content };
    });
    // A tar without its end: gzip members follow each other as one stream.
    return gzipSync(madeTar(files).subarray(0, -1024), { level: 1 });
  });
  return Buffer.concat([...folders, gzipSync(Buffer.alloc(1024))]);
}

/** Puts an image of one layer into a registry; the digest of its manifest. */
async function putImage(url: string, layer: Buffer): Promise<string> {
  const config = await putBlob(url, repository, json({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [] } }));
  const blob = await putBlob(url, repository, layer);
  const mediaType = `${OCI}.manifest.v1+json`;
  const manifest = json({
    ...{ schemaVersion: 2, mediaType },
    config: { mediaType: `${OCI}.config.v1+json`, ...config },
    layers: [{ mediaType: `${OCI}.layer.v1.tar+gzip`, ...blob }],
  });
  const headers = { 'content-type': mediaType };
  const { status } = await fetch(`${url}/v2/${repository}/manifests/1.0`, { method: 'PUT', headers, body: new Uint8Array(manifest) });
  if (status !== 201) throw new Error(`the registry answered ${status} to a manifest`);
  return sha256(manifest);
}

/** ms that skopeo takes to copy the image to a folder, and tar to list its layer. */
async function copiedAndListed(host: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-copied-'));
  try {
    const began = performance.now();
    await run('skopeo', ['copy', '--quiet', '--src-tls-verify=false', `docker://${host}/${repository}:1.0`, `dir:${folder}`]);
    const files = await readdir(folder);
    const listed = await run('sh', ['-c', 'cd "$1" && shift && for f; do tar -tvf "$f" 2>/dev/null | wc -l; done', 'sh', folder, ...files]);
    expect(listed).toContain('40000');
    return performance.now() - began;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads the image and looks into its first folder; ms, and the longest that another question had to wait meanwhile. */
async function readFiles({ client }: PageClient, connectionId: string, digest: string): Promise<{ took: number; longest: number }> {
  let isReading = true;
  let longest = 0;
  const asking = (async () => {
    while (isReading) {
      const asked = performance.now();
      await client.settings.alive();
      longest = Math.max(longest, performance.now() - asked);
      // More often, it would be work that the reading waits for.
      await wait(20);
    }
  })();
  const began = performance.now();
  for await (const event of await client.files.read({ connectionId, repository, digest, full: false }))
    if (event.kind === 'end') expect(event.files).toBe(40_000);
  const folder = await client.files.folder({ connectionId, repository, digest, path: 'usr/share' });
  const took = performance.now() - began;
  isReading = false;
  await asking;
  expect(folder.rows).toHaveLength(400);
  return { took, longest };
}

test(what, async () => {
  test.setTimeout(600_000);
  const registry = await startDistribution();
  const digest = await putImage(registry.url, largeLayer());
  const dataFolder = await newDataFolder();
  let host = await startBrowserHost(dataFolder);
  let page = await enterHost(host.url);
  const { id } = await page.client.connections.save({ form: { ...emptyForm, address: registry.url, name: 'Large' } });
  const floor = await copiedAndListed(registry.host);
  const first = await readFiles(page, id, digest);
  record(`${what}: read, beside skopeo copy and tar -tv`, { value: first.took / 1000, unit: 's', floor: floor / 1000, mostRatio: 1 });
  record(`${what}: the longest that another question waits meanwhile`, { value: first.longest, unit: 'ms' });
  record(`${what}: memory of the host at its peak`, { value: (await memoryOf(host.child.pid ?? 0)).peak, unit: 'MB' });
  const again = await readFiles(page, id, digest);
  record(`${what}: read again`, { value: again.took, unit: 'ms', most: 100 });
  record(`${what}: memory of the host at rest`, { value: (await memoryAtRest(host.child.pid ?? 0)).now, unit: 'MB' });
  page.close();
  await host.stop();
  host = await startBrowserHost(dataFolder);
  page = await enterHost(host.url);
  await page.client.settings.alive();
  record(`${what}: read by another start`, { value: (await readFiles(page, id, digest)).took, unit: 'ms' });
  page.close();
  await host.stop();
  await registry.stop();
  await removeFolder(dataFolder);
});
