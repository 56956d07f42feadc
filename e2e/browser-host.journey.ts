import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import { emptyForm } from '../shared/contract/connections.ts';
import { planRetagOf } from './support/changes/retag.ts';
import { changesOf } from './support/changes/undo.ts';
import { inspectDigest, pushImage } from './support/content/images.ts';
import { newDataFolder, removeFolder, startBrowserHost } from './support/hosts/browser-host.ts';
import { enterHost } from './support/hosts/page-client.ts';
import { Window } from './support/page/window.ts';
import { patient } from './support/patience.ts';
import { startProcess, until } from './support/process.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startSamePortProxy } from './support/servers/same-port-proxy.ts';
import { startSlowProxy } from './support/servers/slow-proxy.ts';

/** A registry that answers a byte a second and never comes to an end. */
async function startDrippingRegistry() {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 1_000);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    requests: () => requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const program = join(import.meta.dirname, '../out/main/serve.js');
const start = join(import.meta.dirname, '../build/start.mjs');

test('a link opens one window; a second window says that it is not valid, and Enter in the terminal prints a fresh link', async ({
  browser,
}) => {
  const dataFolder = await newDataFolder();
  const host = startProcess(process.execPath, [program, '--no-open', '--sample', '--data-dir', dataFolder]);
  const link = await until('the browser host', async () => /^Ready: (\S+)$/m.exec(host.output())?.[1]);
  const first = await browser.newPage();
  await first.goto(link);
  await expect(new Window(first).repository('team/api')).toBeVisible();
  // A reload goes in with what the tab was given.
  await first.reload();
  await expect(new Window(first).repository('team/api')).toBeVisible();
  const second = await (await browser.newContext()).newPage();
  await second.goto(link);
  await expect(second.getByRole('heading', { name: 'This link was used already or has expired' })).toBeVisible();
  await expect(second.getByText('press Enter in the terminal')).toBeVisible();
  host.child.stdin?.write('\n');
  const fresh = await until('a fresh link', async () => /^A fresh link.*: (\S+)$/m.exec(host.output())?.[1]);
  // Pasted into the same tab, it changes the fragment alone.
  await second.goto(fresh);
  await expect(new Window(second).repository('team/api')).toBeVisible();
  expect(host.output().match(/^Ready: /gm)).toHaveLength(1);
  await host.stop();
  await expect(first.getByRole('alert').filter({ hasText: 'Longshore has ended' })).toBeVisible();
  await second.context().close();
  await first.close();
  await removeFolder(dataFolder);
});

test('another server on this machine that the browser visits receives nothing that opens a window', async ({ browser }) => {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, ['--sample']);
  const origin = new URL(host.url).origin;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.url);
  await expect(new Window(page).repository('team/api')).toBeVisible();
  const received: string[] = [];
  const attacker = createServer((request, response) => {
    received.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>evil</title>');
  });
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
  const { port } = attacker.address() as AddressInfo;
  const visit = await context.newPage();
  await visit.goto(`http://127.0.0.1:${port}/`);
  const tried = await visit.evaluate(async (target) => {
    const results: string[] = [];
    for (const mode of ['cors', 'no-cors'] as const) {
      const text = await fetch(`${target}/`, { mode, credentials: 'include' }).then(
        (answer) => answer.text(),
        () => '',
      );
      if (text !== '') results.push(`fetch ${mode}`);
    }
    const entered = await new Promise<boolean>((resolve) => {
      const socket = new WebSocket(target.replace('http', 'ws'));
      socket.onopen = () => resolve(true);
      socket.onerror = () => resolve(false);
    });
    if (entered) results.push('socket');
    const frame = document.createElement('iframe');
    frame.src = `${target}/`;
    const loaded = new Promise((resolve) => (frame.onload = resolve));
    document.body.append(frame);
    await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    if (frame.contentDocument?.querySelector('#root')) results.push('frame');
    return [...results, document.cookie, ...Object.values(sessionStorage), ...Object.values(localStorage)].filter((text) => text !== '');
  }, origin);
  expect(tried).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  const token = new URL(host.url).hash.slice('#token='.length);
  const session = await page.evaluate(() => sessionStorage.getItem('longshore:session') ?? '');
  expect(session.length).toBeGreaterThan(40);
  expect(received.join('\n')).not.toContain(token);
  expect(received.join('\n')).not.toContain(session);
  expect(received.join('\n')).not.toContain('cookie');
  await context.close();
  await new Promise((resolve) => attacker.close(resolve));
  await host.stop();
  await removeFolder(dataFolder);
});

test('a dropped connection is opened again: the screen is unchanged, and reading resumes', async ({ browser }) => {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, ['--sample']);
  const link = new URL(host.url);
  const tunnel = await startSamePortProxy(Number(link.port));
  const page = await browser.newPage();
  await page.goto(`http://localhost:${link.port}/${link.hash}`);
  const longshore = new Window(page);
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.9.2')).toContainText('index');
  tunnel.isCut = true;
  tunnel.cutNow();
  await expect(page.getByRole('alert').filter({ hasText: 'Reconnecting' })).toBeVisible();
  await expect(longshore.tag('1.9.2')).toContainText('index');
  // Asked for while there is nobody to ask.
  await longshore.repository('team/web').click();
  tunnel.isCut = false;
  await expect(page.getByText('Reconnecting')).toBeHidden();
  await expect(longshore.tag('2.4.0').or(longshore.tag('latest')).first()).toContainText(/index|image/);
  // Five short drops in a row, and it still works.
  for (let i = 0; i < 5; i++) {
    tunnel.cutNow();
    await longshore.openRepository(i % 2 === 0 ? 'team/api' : 'team/web');
    await expect(longshore.tag('latest')).toContainText(/index|image/);
  }
  await page.close();
  await tunnel.stop();
  await host.stop();
  await removeFolder(dataFolder);
});

test('a message over the limit costs the connection and nothing else', async ({ browser }) => {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder, ['--sample']);
  const page = await browser.newPage();
  await page.goto(host.url);
  const longshore = new Window(page);
  await expect(longshore.repository('team/api')).toBeVisible();
  const session = await page.evaluate(() => sessionStorage.getItem('longshore:session'));
  const { host: name, origin } = new URL(host.url);
  const closed = await new Promise((resolve) => {
    const socket = new WebSocket(`ws://${name}/`, { headers: { origin } });
    socket.on('error', () => {});
    socket.on('open', () => socket.send(JSON.stringify({ session })));
    socket.once('message', () => socket.send('x'.repeat(17 * 1024 * 1024)));
    socket.on('close', resolve);
  });
  expect(closed).toBe(1009);
  await longshore.openRepository('team/api');
  await expect(longshore.tag('latest')).toContainText('index');
  await page.close();
  await host.stop();
  await removeFolder(dataFolder);
});

test('SIGTERM ends the host within two seconds while a registry sends an endless answer', async ({ browser }) => {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const registry = await startDrippingRegistry();
  const page = await browser.newPage();
  await page.goto(host.url);
  const longshore = new Window(page);
  const dialog = await longshore.openAddDialog(registry.host, 'Slow');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await until('a request', async () => (registry.requests() > 0 ? true : undefined));
  const asked = performance.now();
  host.child.kill('SIGTERM');
  await host.ended;
  const took = performance.now() - asked;
  expect(took).toBeLessThan(2_000);
  await page.close();
  await registry.stop();
  await removeFolder(dataFolder);
});

test('Ctrl-C ends the host after the running change and says so; without one it says nothing', async () => {
  const registry = await startDistribution({ deletes: true });
  const { digest } = await pushImage({ layers: [500] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  const slow = await startSlowProxy(registry.port, 700);
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const { client } = await enterHost(host.url);
  const { id } = await client.connections.save({ form: { ...emptyForm, address: slow.url, name: 'Slow' } });
  const target = { connectionId: id, repository: 'team/api' };
  const order = await planRetagOf(client, { ...target, from: '1.0', targets: ['2.0'] });
  void client.retag.apply(order).catch(() => {});
  await until('the change', async () => (await changesOf(client))[0]);
  host.child.kill('SIGINT');
  await host.ended;
  expect(host.output()).toContain('A change is under way; Longshore ends after it.');
  expect(await inspectDigest(registry.host, 'team/api', '2.0')).toBe(digest);
  const idle = await startBrowserHost(dataFolder);
  await enterHost(idle.url);
  idle.child.kill('SIGINT');
  await idle.ended;
  expect(idle.output()).not.toContain('under way');
  await slow.stop();
  await removeFolder(dataFolder);
  await registry.stop();
});

test('SIGTERM to npm start ends a host that hangs', async () => {
  const dataFolder = await newDataFolder();
  const started = startProcess('node', [start, '--browser', '--no-open', '--data-dir', dataFolder]);
  await until('the browser host', async () => /^Ready: /m.exec(started.output())?.[0], patient(60_000));
  const { pid } = JSON.parse(await readFile(join(dataFolder, 'running.json'), 'utf8')) as { pid: number };
  // Stopped, it hears no signal but the one that cannot be caught.
  process.kill(pid, 'SIGSTOP');
  const asked = performance.now();
  started.child.kill('SIGTERM');
  await started.ended;
  expect(performance.now() - asked).toBeLessThan(4_000);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await removeFolder(dataFolder);
});

test('a second start on the same folder names the first, prints a fresh link to it, and ends', async ({ browser }) => {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const second = startProcess(process.execPath, [program, '--no-open', '--sample', '--data-dir', dataFolder]);
  await second.ended;
  expect(second.child.exitCode).toBe(0);
  expect(second.output()).toContain(`Longshore is running already. Process ${host.child.pid} (the browser host`);
  const link = /^Ready: (\S+)$/m.exec(second.output())?.[1] ?? '';
  const page = await browser.newPage();
  await page.goto(link);
  await expect(new Window(page).repository('team/api')).toBeVisible();
  await page.close();
  await host.stop();
  await removeFolder(dataFolder);
});
