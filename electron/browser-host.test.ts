import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { enterHost } from '../e2e/support/hosts/page-client.ts';
import { patient } from '../e2e/support/patience.ts';
import { RegistryDouble } from '../e2e/support/registry/double.ts';
import { startDrippingServer } from '../e2e/support/servers/dripping-server.ts';
import { emptyForm } from '../shared/contract/connections.ts';
import { closeCodes } from '../shared/page-entry.ts';
import { type App, createApp } from './app.ts';
import { type BrowserHost, createBrowserHost } from './browser-host.ts';

// Whoever tries to get in: other sites, other servers on this machine, other programs. An attempt gets in where it reads a file outside of the
// built page, or where a procedure answers it.

const SECRET_FILE = 'outside the page';
const CALL = JSON.stringify({ i: '1', p: { u: 'http://orpc/settings/get', b: {} } });

let folder: string;
let app: App;
let host: BrowserHost;
let other: BrowserHost;
let port: number;

const tokenOf = (link: string): string => new URL(link).hash.slice('#token='.length);
const portOf = (link: string): number => Number(new URL(link).port);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-host-'));
  const root = join(folder, 'page');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<html></html>');
  await writeFile(join(root, 'assets/page.js'), 'page');
  await writeFile(join(root, 'assets/.env'), SECRET_FILE);
  await writeFile(join(folder, 'secret.js'), SECRET_FILE);
  await mkdir(join(folder, 'page-too'));
  await writeFile(join(folder, 'page-too/secret.js'), SECRET_FILE);
  app = await createApp({ dataFolder: folder, store: new Conf({ cwd: folder }), damagedFile: undefined, version: 'test' });
  host = await createBrowserHost({ app, root, port: 0 });
  other = await createBrowserHost({ app, root, port: 0 });
  port = portOf(host.link());
});

afterAll(async () => {
  await host.close();
  await other.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

/** Sends bytes and answers all that comes back until the host closes, or for 300 ms. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    const end = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', end);
    socket.on('close', end);
    setTimeout(end, 300);
  });
}

/** Whether a request is answered with a page, or with what is not one. */
async function reads(line: string, headers: readonly string[] = [`Host: 127.0.0.1:${port}`]): Promise<boolean> {
  const answer = await raw(`${line} HTTP/1.1\r\n${[...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  return answer.includes(SECRET_FILE) || /^HTTP\/1\.1 200/.test(answer);
}

type Knock = {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly protocols?: readonly string[];
  readonly messages: readonly (string | Buffer)[];
};

/** Opens a WebSocket as our own page would, but for what is given, sends the messages and a call; whether the call was answered. */
function enters({ path = '/', headers = {}, protocols = [], messages }: Knock): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = { origin: `http://127.0.0.1:${port}`, ...headers };
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], { headers: sent });
    const end = (isIn: boolean): void => {
      clearTimeout(late);
      resolve(isIn);
      socket.terminate();
    };
    const late = setTimeout(() => end(false), 400);
    socket.on('open', () => {
      for (const message of messages) socket.send(message);
      setTimeout(() => socket.send(CALL, () => {}), 50);
    });
    socket.on('message', (data) => /"i":"1"|dataFolder/.test(String(data)) && end(true));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
  });
}

/** As somebody who knows an unused token, which should help nobody else. */
const withToken = (change: Partial<Knock>): Promise<boolean> => {
  const token = tokenOf(host.link());
  return enters({ messages: [JSON.stringify({ token })], ...change });
};

const entry = (value: unknown): Promise<boolean> => enters({ messages: [JSON.stringify(value)] });

/** The answer to an entry: the session of a page that is let in. */
function sessionOf(link: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const target = new URL(link);
    const socket = new WebSocket(`ws://${target.host}/`, { headers: { origin: target.origin } });
    socket.on('open', () => socket.send(JSON.stringify({ token: tokenOf(link) })));
    socket.on('message', (data) => {
      resolve((JSON.parse(String(data)) as { session: string }).session);
      socket.close();
    });
    socket.on('error', reject);
  });
}

const hosts = (): string[] => [
  'evil.example',
  `evil.example:${port}`,
  '127.0.0.1',
  `127.0.0.1:${port + 1}`,
  `127.0.0.2:${port}`,
  `0.0.0.0:${port}`,
  `[::1]:${port}`,
  `2130706433:${port}`,
  `127.0.0.1:${port}.evil.example`,
  `127.0.0.1:${port}@evil.example`,
  `localhost.evil.example:${port}`,
  `evil.localhost:${port}`,
  `localhost:${port}, evil.example`,
];
const origins = (): string[] => [
  'null',
  'file://',
  'https://evil.example',
  `https://127.0.0.1:${port}`,
  `http://127.0.0.1:${port + 1}`,
  'http://127.0.0.1',
  `http://127.0.0.2:${port}`,
  `http://[::1]:${port}`,
  `http://127.0.0.1:${port}.evil.example`,
  `http://127.0.0.1:${port}/`,
  `http://localhost.evil.example:${port}`,
  `http://user@127.0.0.1:${port}`,
  'app://longshore',
  'chrome-extension://abcdefghijklmnop',
];
const outside = [
  '/../secret.js',
  '/assets/../../secret.js',
  '/%2e%2e/secret.js',
  '/%2e%2e%2fsecret.js',
  '/..%2fsecret.js',
  '/..%5csecret.js',
  '/assets/..%2f..%2fsecret.js',
  '/%252e%252e/secret.js',
  '/..//secret.js',
  '//../secret.js',
  '/....//secret.js',
  '/.%2e/secret.js',
  '/../page-too/secret.js',
  '/assets/.env',
  '/secret.js%00.html',
  '/%00../secret.js',
  '/%c0%ae%c0%ae/secret.js',
  '//etc/passwd',
  '/etc/passwd',
  'http://evil.example/../secret.js',
  '/%',
  '*',
];

/** Every attempt by its name. */
function attempts(): [name: string, attempt: () => Promise<boolean>][] {
  const own = [`Host: 127.0.0.1:${port}`];
  return [
    ...hosts().map((name) => [`a page under Host ${name}`, () => reads('GET /', [`Host: ${name}`])] as [string, () => Promise<boolean>]),
    ...hosts().map(
      (name) => [`a socket under Host ${name}`, () => withToken({ headers: { host: name } })] as [string, () => Promise<boolean>],
    ),
    ...origins().map(
      (origin) =>
        [`a file for Origin ${origin}`, () => reads('GET /assets/page.js', [...own, `Origin: ${origin}`])] as [
          string,
          () => Promise<boolean>,
        ],
    ),
    ...origins().map(
      (origin) => [`a socket for Origin ${origin}`, () => withToken({ headers: { origin } })] as [string, () => Promise<boolean>],
    ),
    ...outside.map((path) => [`the file ${path}`, () => reads(`GET ${path}`)] as [string, () => Promise<boolean>]),
    ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'FOO'].map(
      (method) => [`the method ${method}`, () => reads(`${method} /`)] as [string, () => Promise<boolean>],
    ),
    ['no Host', () => reads('GET /', [])],
    ['two Hosts', () => reads('GET /', [...own, 'Host: evil.example'])],
    ['two Hosts, ours last', () => reads('GET /', ['Host: evil.example', ...own])],
    ['a length and a chunked body', () => reads('POST /', [...own, 'Content-Length: 4', 'Transfer-Encoding: chunked'])],
    ['a header over the limit', () => reads('GET /', [...own, `X-Long: ${'x'.repeat(100_000)}`])],
    [
      'an upgrade to h2c',
      () =>
        raw(`GET /assets/.env HTTP/1.1\r\n${own[0]}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`).then((text) => text.includes('101')),
    ],
    ['a socket without an Origin', () => withToken({ headers: { origin: '' } })],
    ['a call before any entry', () => enters({ messages: [CALL] })],
    ['no entry at all', () => enters({ messages: [] })],
    ['an empty message', () => enters({ messages: [''] })],
    ['no JSON', () => enters({ messages: ['token'] })],
    ['JSON of 100,000 levels', () => enters({ messages: ['['.repeat(100_000)] })],
    ['an entry over the limit', () => enters({ messages: ['x'.repeat(17 * 1024 * 1024)] })],
    ['an entry as bytes', () => enters({ messages: [Buffer.from(JSON.stringify({ token: tokenOf(host.link()) }))] })],
    ['an empty entry', () => entry({})],
    ['null', () => entry(null)],
    ['an empty token', () => entry({ token: '' })],
    ['a token of null', () => entry({ token: null })],
    ['a token of true', () => entry({ token: true })],
    ['a list of tokens', () => entry({ token: [tokenOf(host.link())] })],
    ['a token and a session', () => entry({ token: tokenOf(host.link()), session: 'x' })],
    ['a token and something else', () => entry({ token: tokenOf(host.link()), admin: true })],
    ['a token cut short', () => entry({ token: tokenOf(host.link()).slice(0, -1) })],
    ['a token with a blank', () => entry({ token: `${tokenOf(host.link())} ` })],
    ['a token in capitals', () => entry({ token: tokenOf(host.link()).toUpperCase() })],
    ['a token of another length', () => entry({ token: 'A'.repeat(44) })],
    ['a guessed session', () => entry({ session: 'A'.repeat(43) })],
    ['an empty session', () => entry({ session: '' })],
    ['__proto__ as a session', () => entry({ session: '__proto__' })],
    ['a token as a session', () => entry({ session: tokenOf(host.link()) })],
    ['a session as a token', async () => entry({ token: await sessionOf(host.link()) })],
    ['the token of another port', () => entry({ token: tokenOf(other.link()) })],
    ['the session of another port', async () => entry({ session: await sessionOf(other.link()) })],
    ['a token in the query', () => enters({ path: `/?token=${tokenOf(host.link())}`, messages: [] })],
    ['a token in a cookie', () => enters({ headers: { cookie: `token=${tokenOf(host.link())}; longshore-${port}=x` }, messages: [] })],
    [
      'a session in a cookie',
      async () => enters({ headers: { cookie: `longshore-${port}=${await sessionOf(host.link())}` }, messages: [] }),
    ],
    ['a token as a bearer', () => enters({ headers: { authorization: `Bearer ${tokenOf(host.link())}` }, messages: [] })],
    ['a token as a subprotocol', () => enters({ protocols: [tokenOf(host.link())], messages: [] })],
    [
      'a used token',
      async () => {
        const link = host.link();
        await sessionOf(link);
        return entry({ token: tokenOf(link) });
      },
    ],
    [
      'the first of nine tokens',
      () => {
        const first = tokenOf(host.link());
        for (let i = 0; i < 8; i++) host.link();
        return entry({ token: first });
      },
    ],
    ['a right token after a wrong one', () => enters({ messages: ['{"token":"wrong"}', JSON.stringify({ token: tokenOf(host.link()) })] })],
  ];
}

test('nobody gets in but a page of this origin with an unused token or its session', async () => {
  const table = attempts();
  const got: string[] = [];
  for (const [name, attempt] of table) if (await attempt()) got.push(name);
  expect(got).toEqual([]);
  expect(table.length).toBeGreaterThan(80);
  console.log(`attempts against the browser host: ${table.length}, of which got in: ${got.length}`);
  // The attempts fail for what they are, not because nobody could enter.
  expect(await withToken({})).toBe(true);
  expect(await entry({ session: await sessionOf(host.link()) })).toBe(true);
  expect(await reads('GET /assets/page.js')).toBe(true);
});

test('of two pages that bring the same token at once, one is let in', async () => {
  const token = tokenOf(host.link());
  const results = await Promise.all([entry({ token }), entry({ token }), entry({ token })]);
  expect(results.filter(Boolean)).toHaveLength(1);
});

/** The code that a WebSocket is closed with which sends this, or nothing, as its first message. */
function closedWith(message: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: { origin: `http://127.0.0.1:${port}` } });
    socket.on('open', () => message !== undefined && socket.send(message));
    socket.on('error', reject);
    socket.on('close', resolve);
  });
}

test(
  'a page whose first message is late is told to try again, one with a wrong secret is not',
  async () => {
    expect(await Promise.all([closedWith(undefined), closedWith('{"session":"wrong"}')])).toEqual([closeCodes.late, closeCodes.refused]);
  },
  patient(15_000),
);

test('a refused upgrade is answered and its connection destroyed, and a hundred that hang keep no page out', async () => {
  const refused = await raw(`GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  expect(refused).toMatch(/^HTTP\/1\.1 403/);
  const hanging = Array.from({ length: 100 }, () => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    );
    // Reads nothing and never closes its side.
    socket.pause();
    socket.on('error', () => {});
    return socket;
  });
  await expect.poll(() => withToken({}), { timeout: patient(10_000) }).toBe(true);
  for (const socket of hanging) socket.destroy();
});

test('a call that is cancelled right after it was sent ends its request to the registry', async () => {
  const registry = new RegistryDouble();
  const slow = await startDrippingServer(await registry.start(), 1_000, /tags\/list/);
  const { client, close } = await enterHost(host.link());
  const { id } = await client.connections.save({ form: { ...emptyForm, address: slow.url, name: 'Slow' } });
  for (let turns = 0; turns < 30; turns++) {
    const cancelled = new AbortController();
    const counted = client.repositories.tagCount({ connectionId: id, repository: 'team/api' }, { signal: cancelled.signal });
    const ended = counted.catch(() => 'cancelled');
    for (let turn = 0; turn < turns; turn++) await null;
    cancelled.abort();
    expect(await ended).toBe('cancelled');
  }
  // One that is not cancelled is under way: so would be any other that was not ended.
  const counted = client.repositories.tagCount({ connectionId: id, repository: 'team/web' }).catch(() => {});
  await expect.poll(() => slow.asked().join()).toContain('team/web');
  expect(slow.asked()).toHaveLength(1);
  close();
  await counted;
  await slow.stop();
  await registry.stop();
});
