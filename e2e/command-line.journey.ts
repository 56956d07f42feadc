import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

const program = join(import.meta.dirname, '../out/main/cli.js');

type Ended = { readonly code: number | null; readonly err: string };

/** Starts a command whose standard output is this file, or a pipe that nobody reads. */
function start(argv: readonly string[], out?: string) {
  const file = out === undefined ? 'pipe' : openSync(out, 'w');
  const child = spawn(process.execPath, [program, ...argv], { stdio: ['ignore', file, 'pipe'] });
  if (typeof file === 'number') closeSync(file);
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, err }));
  return { child, ended, said: () => err };
}

test('what cannot be written is no success: neither a list on a full disk, nor a change whose outcome nobody reads', async ({
  longshore,
  host,
  page,
  registry,
}) => {
  const repository = 'cli/full';
  const { digest } = await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  await longshore.addRegistry(registry.host, 'Full');
  await longshore.openRepository(repository);
  await page.close();
  await host.stop();
  const at = ['--data-dir', host.dataFolder];
  const listed = await start(['tags', `${registry.host}/${repository}`, ...at], '/dev/full').ended;
  expect(listed).toMatchObject({ code: 1, err: expect.stringContaining('ENOSPC') });
  const changed = await start(['retag', `${registry.host}/${repository}:1.0`, '2.0', '--yes', ...at], '/dev/full').ended;
  expect(changed).toMatchObject({ code: 1, err: expect.stringContaining('ENOSPC') });
  expect(await inspectDigest(registry.host, repository, '2.0')).toBe(digest);
  // Nobody reads the pipe: a change that is refused is no success either.
  const refused = start(['retag', `${registry.host}/${repository}:none`, '3.0', '--yes', ...at]);
  refused.child.stdout?.destroy();
  expect((await refused.ended).code).toBe(3);
});

test('one Ctrl-C stops a change after what is under way, and says what was done', async ({ longshore, host, page, registry }) => {
  const repository = 'cli/stop';
  const tags = Array.from({ length: 12 }, (_, i) => `1.${i}`);
  await pushImage({ layers: [1000] }, { host: registry.host, repository, tags: ['1.0'] });
  const slow = await startSlowProxy(registry.port, 60);
  await longshore.addRegistry(slow.url, 'Slow');
  await longshore.openRepository(repository);
  await page.close();
  await host.stop();
  const targets = tags.slice(1);
  const reference = `${new URL(slow.url).host}/${repository}:1.0`;
  const retag = start(['retag', reference, ...targets, '--yes', '--data-dir', host.dataFolder]);
  let out = '';
  retag.child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  await expect.poll(() => inspectDigest(registry.host, repository, '1.1').catch(() => ''), { intervals: [20] }).not.toBe('');
  retag.child.kill('SIGINT');
  const { code, err } = await retag.ended;
  expect(code).toBe(130);
  expect(err).toContain('Stopping after what is under way');
  expect(out).toMatch(/^1\.1 {2}created$/m);
  expect(out).toMatch(/^1\.11 {2}not-tried$/m);
  expect(out).toContain('Undo: longshore undo ');
  await slow.stop();
});

test('a damaged file of registries is left to the window, which says what it does with it', async ({ host, page }) => {
  await page.close();
  await host.stop();
  const file = join(host.dataFolder, 'longshore.json');
  await writeFile(file, '{"connections": [');
  const listed = await start(['ls', '--data-dir', host.dataFolder]).ended;
  expect(listed).toMatchObject({ code: 1, err: expect.stringContaining('is damaged') });
  expect(await readFile(file, 'utf8')).toBe('{"connections": [');
});
