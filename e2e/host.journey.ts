import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import { newDataFolder, removeFolder, startBrowserHost } from './support/browser-host.ts';

type Answer = { status: number; headers: Record<string, unknown>; body: string };

function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Whether a WebSocket is let in. */
function socketOpens(url: string, headers: Record<string, string>): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers });
    socket.on('open', () => {
      socket.close();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** Asks for an upgrade and resets the connection at once. */
function resetUpgrade(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', () => {
        socket.resetAndDestroy();
        resolve();
      });
    });
  });
}

test('the browser host lets in the one-time link once, and nobody from another host or origin', async () => {
  const dataFolder = await newDataFolder();
  const host = await startBrowserHost(dataFolder);
  const { origin, host: name } = new URL(host.url);
  expect((await get(`${origin}/`)).status).toBe(403);
  expect((await get(`${origin}/?token=wrong`)).status).toBe(403);
  expect((await get(host.url, { host: 'evil.example' })).status).toBe(403);
  expect((await get(host.url, { origin: 'https://evil.example' })).status).toBe(403);
  const entered = await get(host.url);
  expect(entered.status).toBe(303);
  const cookie = String(entered.headers['set-cookie']);
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  expect((await get(host.url)).status).toBe(403);
  const signedIn = { cookie: cookie.split(';')[0] ?? '' };
  const page = await get(`${origin}/`, signedIn);
  expect(page.status).toBe(200);
  expect(String(page.headers['content-security-policy'])).toContain(`connect-src ws://${name}`);
  expect(page.body).not.toContain('token=');
  for (const outside of ['/../main/serve.js', '/%2e%2e/main/serve.js', '/assets/..%2f..%2f..%2fpackage.json', '//etc/passwd'])
    expect([outside, (await get(origin + outside, signedIn)).status]).toEqual([outside, 404]);
  expect(await socketOpens(origin, { ...signedIn, origin })).toBe(true);
  expect(await socketOpens(origin, { ...signedIn, origin: 'https://evil.example' })).toBe(false);
  expect(await socketOpens(origin, signedIn)).toBe(false);
  expect(await socketOpens(origin, { origin })).toBe(false);
  // A peer that is gone before it is refused does not end the application.
  for (let i = 0; i < 20; i++) await resetUpgrade(Number(new URL(origin).port));
  expect((await get(`${origin}/`, signedIn)).status).toBe(200);
  expect(host.output().match(/Ready: /g)).toHaveLength(1);
  await host.stop();
  await removeFolder(dataFolder);
});
