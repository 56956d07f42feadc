import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { sendError } from '../electron/sample/answer.ts';
import type { Exchange } from '../electron/sample/registry.ts';
import { test as base } from './fixtures.ts';
import { makeEstargz } from './support/content/estargz.ts';
import { type MadeLayer, putLayered } from './support/content/layered-image.ts';
import { tabBackTo, tabTo } from './support/page/keys.ts';
import { RegistryDouble } from './support/registry/double.ts';

/** A registry of which one blob can be half of what was asked for, or refused. */
class Reluctant extends RegistryDouble {
  /** The digest of the blob, and what becomes of a request for it. */
  held: { readonly digest: string; readonly how: 'stalled' | 'refused' } | undefined;
  /** Answers that are not at their end, and digests that were asked for. */
  unended = 0;
  readonly asked: string[] = [];

  protected override answerBlob(exchange: Exchange, name: string, digest: string): void {
    this.asked.push(digest);
    if (this.held?.digest !== digest) return super.answerBlob(exchange, name, digest);
    const { response } = exchange;
    if (this.held.how === 'refused') return sendError(response, 403, 'DENIED');
    const bytes = this.store.repository(name).blobs.get(digest) ?? Buffer.alloc(0);
    this.unended++;
    response.once('close', () => this.unended--);
    response.writeHead(200, { 'content-length': bytes.byteLength });
    response.write(bytes.subarray(0, bytes.byteLength / 2));
  }
}

const test = base.extend<{ readonly reluctant: Reluctant; readonly put: (layers: readonly MadeLayer[]) => readonly string[] }>({
  reluctant: async ({ longshore }, use) => {
    const registry = new Reluctant();
    const url = await registry.start();
    await longshore.addRegistry(url.replace('http://', ''), 'Double');
    await use(registry);
    await registry.stop();
  },
  /** Puts an image with these layers; their digests. */
  put: async ({ reluctant }, use) => {
    await use((layers) => {
      const store = reluctant.store.repository('team/app');
      const digest = putLayered(store, layers, ['1.0']);
      const { layers: named } = JSON.parse(store.manifests.get(digest)?.bytes.toString('utf8') ?? '') as { layers: { digest: string }[] };
      return named.map((layer) => layer.digest);
    });
  },
});

const tree = (page: Page) => page.getByRole('treegrid', { name: 'Files' });
const line = (page: Page, name: RegExp) => tree(page).getByRole('row', { name });
const panel = (page: Page) => page.getByRole('tabpanel');

/** An eStargz layer; `table` changes its table of contents. */
async function listed(table: (all: Record<string, unknown>[]) => Record<string, unknown>[]): Promise<MadeLayer> {
  const { layer, tocDigest } = await makeEstargz(
    [
      { name: 'etc/', type: 'directory', mode: 0o755 },
      { name: 'etc/motd', content: Buffer.from('hello') },
      { name: 'etc/hosts', content: Buffer.from('127.0.0.1 localhost') },
    ],
    { table },
  );
  return {
    bytes: layer,
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    annotations: { 'containerd.io/snapshot/stargz/toc.digest': tocDigest },
  };
}

test('reading layers is stopped by key, which ends the request, and the rest is read when it is asked for', async ({
  longshore,
  page,
  reluctant,
  put,
}) => {
  const [base, large] = put([[{ name: 'base' }], [{ name: 'large', content: randomBytes(400_000) }]]);
  reluctant.held = { digest: large ?? '', how: 'stalled' };
  await longshore.command('team/app:1.0');
  await page.getByRole('tab', { name: 'Files' }).click();
  const reading = page.getByRole('list', { name: 'Reading the layers' });
  await expect(reading.getByRole('listitem')).toContainText([/Layer 1.*1 file/, /Layer 2.* of 4\d\d kB/]);
  await expect(page.getByRole('progressbar', { name: 'Reading the layers' })).toBeVisible();
  expect(reluctant.unended).toBe(1);
  await tabTo(page, page.getByRole('button', { name: 'Stop' }));
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('status')).toContainText('Stopped. 1 of 2 layers were read.');
  await expect.poll(() => reluctant.unended).toBe(0);

  reluctant.held = undefined;
  await tabTo(page, page.getByRole('button', { name: 'Read the rest' }));
  await page.keyboard.press('Enter');
  await expect(line(page, /^large /)).toContainText('400 kB');
  await expect(line(page, /^base /)).toBeVisible();
  expect(reluctant.asked.filter((digest) => digest === base)).toHaveLength(1);
});

test('a layer that the registry refuses is said in words, the others are shown, and it is asked for again', async ({
  longshore,
  page,
  reluctant,
  put,
}) => {
  const [base, refused] = put([[{ name: 'base' }], [{ name: 'later', content: 'x' }]]);
  reluctant.held = { digest: refused ?? '', how: 'refused' };
  await longshore.command('team/app:1.0');
  await page.getByRole('tab', { name: 'Files' }).click();
  await expect(line(page, /^base /)).toBeVisible();
  const alert = panel(page).getByRole('alert');
  await expect(alert).toContainText('1 of 2 layers could not be read. The files of the others are shown.');
  await expect(alert).toContainText('Layer 2: the registry did not send it: this sign-in may not read it.');
  reluctant.held = undefined;
  await tabTo(page, alert.getByRole('button', { name: 'Try again' }));
  await page.keyboard.press('Enter');
  await expect(line(page, /^later /)).toBeVisible();
  await expect(alert).toHaveCount(0);
  expect(reluctant.asked.filter((digest) => digest === base)).toHaveLength(1);
});

test('a table of contents that lies is found out by a check against the layers, which names what is different', async ({
  longshore,
  page,
  put,
}) => {
  put([
    await listed((all) =>
      all.filter(({ name }) => name !== 'etc/motd').map((entry) => (entry['name'] === 'etc/hosts' ? { ...entry, mode: 0o4755 } : entry)),
    ),
  ]);
  await longshore.command('team/app:1.0');
  await page.getByRole('tab', { name: 'Files' }).click();
  await expect(panel(page)).toContainText('Listed from the tables of contents of the layers');
  await line(page, /^etc /).click();
  await expect(line(page, /^hosts /)).toContainText('-rwsr-xr-x');
  await expect(line(page, /^motd /)).toHaveCount(0);
  await tabBackTo(page, page.getByRole('button', { name: 'Check against the layers' }));
  await page.keyboard.press('Enter');
  const alert = panel(page).getByRole('alert');
  await expect(alert).toContainText('Layer 1: its table of contents hides 1 file (etc/motd).');
  await expect(alert).toContainText('Layer 1: its table of contents gives a different mode, owner or target for 1 file (etc/hosts).');
  await expect(panel(page)).toContainText('Checked against the digests of the layers');
  // The list is now that of the layer.
  await line(page, /^etc /).click();
  await expect(line(page, /^motd /)).toBeVisible();
  await expect(line(page, /^hosts /)).toContainText('-rw-r--r--');
});

test('a table of contents that cannot be used is said with its reason, and the layer itself is read', async ({ longshore, page, put }) => {
  put([await listed((all) => [...all, { name: '../x', type: 'dir' }])]);
  await longshore.command('team/app:1.0');
  await page.getByRole('tab', { name: 'Files' }).click();
  await expect(panel(page).getByRole('alert')).toContainText(
    'Layer 1: its table of contents cannot be used: it lists a path that leads out of the image. The layer itself was read.',
  );
  await expect(panel(page)).toContainText('Checked against the digests of the layers');
  await line(page, /^etc /).click();
  await expect(line(page, /^motd /)).toBeVisible();
});
