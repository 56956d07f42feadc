import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, failureOf } from '../../e2e/support/connect.ts';
import { startProcess, until } from '../../e2e/support/process.ts';
import { readImageConfig } from '../../shared/oci/image-config.ts';
import { readManifest } from '../../shared/oci/manifest.ts';
import { displayText } from '../../shared/text.ts';
import { configOf, viewOf } from '../browse/image-view.ts';
import type { RegistryClient } from './client.ts';
import type { NamePage } from './pages.ts';

/** ms of processor time, MiB. Generous, because the machines are not quiet; what was measured is printed. */
const LONGEST_BLOCK = 500;
const MOST_MEMORY = 200;

let server: ReturnType<typeof startProcess>;
let client: RegistryClient;
const figures: string[] = [];

beforeAll(async () => {
  server = startProcess(process.execPath, [join(import.meta.dirname, '../../e2e/support/servers/hostile-server.ts')]);
  const port = await until('the hostile server', async () => /Listening: (\d+)/.exec(server.output())?.[1]);
  client = connect(`http://127.0.0.1:${port}`, { kind: 'password', username: 'u', password: 'of a hostile registry' });
});

afterAll(async () => {
  await client.close();
  await server.stop();
  const table = ['| what came | what was said | longest block (ms of processor) | memory (MiB) |', '|---|---|---|---|', ...figures].join(
    '\n',
  );
  const folder = join(import.meta.dirname, '../../test-results');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'limits.md'), `${table}\n`);
  console.log(table);
});

/**
 * Runs work and notes how much the process computed between two turns of its loop at most, and by how much it grew. Processor time, because on a
 * busy machine others have the rest of what the clock says.
 */
async function measured(what: string, work: () => Promise<string>): Promise<void> {
  const before = process.memoryUsage().rss;
  let most = before;
  let longest = 0;
  let since = process.cpuUsage();
  const sampler = setInterval(() => {
    const { user, system } = process.cpuUsage(since);
    since = process.cpuUsage();
    longest = Math.max(longest, (user + system) / 1000);
    most = Math.max(most, process.memoryUsage().rss);
  }, 2);
  const said = await work();
  // What blocked at the very end is only seen at the next turn.
  await new Promise((resolve) => setTimeout(resolve, 20));
  clearInterval(sampler);
  const block = Math.round(longest);
  const memory = Math.round((Math.max(most, process.memoryUsage().rss) - before) / 1024 / 1024);
  figures.push(`| ${what} | ${said} | ${block} | ${memory} |`);
  expect(block).toBeLessThan(LONGEST_BLOCK);
  expect(memory).toBeLessThan(MOST_MEMORY);
}

async function readImage(name: string) {
  const raw = await client.manifest(`x/${name}`, 'a');
  const manifest = readManifest(raw.bytes.toString('utf8'), raw.mediaType);
  const config = configOf(manifest);
  const text = config && name === 'labels' ? (await client.blobs.get(`x/${name}`, config.digest)).toString('utf8') : undefined;
  return viewOf(raw, manifest, text === undefined ? undefined : { text });
}

async function whyOf(work: Promise<unknown>): Promise<string> {
  const { code, data } = await failureOf(work);
  return `${code}: ${[data['why'] ?? data['status'], data['detail']].filter((part) => part !== undefined).join(' ')}`;
}

async function all(pages: AsyncGenerator<NamePage>): Promise<{ count: number; cut: NamePage['cut'] }> {
  let count = 0;
  let cut: NamePage['cut'];
  for await (const page of pages) {
    count += page.names.length;
    cut ??= page.cut;
  }
  return { count, cut };
}

test.each<[string, () => Promise<unknown>, string]>([
  ['a manifest without end', () => client.manifest('x/endless', 'a'), 'INVALID_RESPONSE: manifest-limit 4 MiB'],
  ['a config without end', () => client.blobs.get('x/config', `sha256:${'a'.repeat(64)}`), 'INVALID_RESPONSE: config-limit 4 MiB'],
  ['a token without end', () => client.head('x/token', 'a'), 'INVALID_RESPONSE: token-limit 128 KiB'],
  ['a list of tags without end', () => all(client.tags('x/list')), 'INVALID_RESPONSE: list-limit 8 MiB'],
  ['a catalog without end', () => all(client.repositories()), 'INVALID_RESPONSE: list-limit 8 MiB'],
  ['an error page without end', () => client.manifest('x/error', 'a'), 'REGISTRY: 500'],
  ['JSON of two million levels', () => readImage('deep'), 'INVALID_RESPONSE: too-deep 64'],
  ['a hundred thousand broken layers', () => readImage('wrong-layers'), 'INVALID_RESPONSE: field layers.0.digest'],
  ['a size of 1e400', () => readImage('infinite'), 'INVALID_RESPONSE: field layers.0.size'],
  ['a size below zero', () => readImage('negative'), 'INVALID_RESPONSE: field layers.0.size'],
  ['half a byte', () => readImage('fraction'), 'INVALID_RESPONSE: field layers.0.size'],
  ['a size that no number holds exactly', () => readImage('unsafe'), 'INVALID_RESPONSE: field layers.0.size'],
  ['layers and manifests at once', () => readImage('both'), 'INVALID_RESPONSE: layers-and-manifests'],
])('%s is refused by name', async (what, work, expected) => {
  await measured(what, async () => {
    const said = await whyOf(work());
    expect(said).toBe(expected);
    return said;
  });
});

test('a document that calls itself something else than it was sent as is refused', async () => {
  await measured('another media type than its header', async () => {
    const said = await whyOf(readImage('other-type'));
    expect(said).toMatch(/other-media-type .*index.*, .*manifest/);
    return said;
  });
});

test('25,000 layers: a thousand are shown, and it is said that there are more', async () => {
  await measured('25,000 layers', async () => {
    const view = await readImage('layers');
    if (view.kind !== 'image') throw new Error(view.kind);
    expect(view.layers).toHaveLength(1000);
    expect(view.layerCount).toBe(25_000);
    return `${view.layers.length} of ${view.layerCount} shown`;
  });
});

test('a list of ten thousand pages and more ends there, and is known to be cut', async () => {
  await measured('pages without end', async () => {
    const { count, cut } = await all(client.tags('x/pages'));
    expect({ count, cut }).toEqual({ count: 10_000, cut: 'pages' });
    return `cut after ${count} pages`;
  });
});

test('a list of more than a million names ends there, and is known to be cut', async () => {
  await measured('names without end', async () => {
    const { count, cut } = await all(client.tags('x/names'));
    expect({ count, cut }).toEqual({ count: 1_000_000, cut: 'names' });
    return `cut after ${count} names`;
  });
});

test('labels that are names of JavaScript stay labels, and their text cannot speak to a terminal or turn round', async () => {
  await measured('labels such as __proto__', async () => {
    const raw = await client.manifest('x/labels', 'a');
    const config = configOf(readManifest(raw.bytes.toString('utf8'), raw.mediaType));
    const { labels } = readImageConfig((await client.blobs.get('x/labels', config?.digest ?? '')).toString('utf8'));
    expect(labels.map(([key]) => key)).toEqual(['__proto__', 'constructor', 'a']);
    expect(({} as Record<string, unknown>)['mine']).toBeUndefined();
    expect(displayText(labels[2]?.[1] ?? '')).toBe('redevil');
    return 'three labels';
  });
});
