import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Conf from 'conf';
import keytar from 'keytar';
import { afterEach, test as anyTest, beforeEach, describe, expect } from 'vitest';
import { testWith } from '../../e2e/support/needs.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { makeCertificates } from '../../e2e/support/servers/certificates.ts';
import { type Connection, type ConnectionForm, emptyForm } from '../../shared/contract/connections.ts';
import { type App, type AppOptions, createApp } from '../app.ts';
import { router } from '../router/router.ts';
import { DOCUMENT_NAME } from '../storage/document.ts';

const test = testWith(anyTest, 'keychain');

const PASSWORD = 'correct-horse';

let registry: RegistryDouble;
let folder: string;
let app: App;
const open: { stop(): Promise<void> }[] = [];

async function startApp(options: Partial<AppOptions> = {}): Promise<App> {
  const store = new Conf({ cwd: folder, configName: DOCUMENT_NAME, projectName: 'Longshore' });
  return createApp({ dataFolder: folder, store, damagedFile: undefined, version: 'test', ...options });
}

beforeEach(async () => {
  registry = new RegistryDouble(undefined, { auth: 'basic', password: PASSWORD });
  await registry.start();
  folder = await mkdtemp(join(tmpdir(), 'longshore-connections-'));
  app = await startApp();
});
afterEach(async () => {
  await app.close();
  await registry.stop();
  for (const part of open.splice(0)) await part.stop();
  // What the start began in the background may still be writing.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

const client = () => createRouterClient(router, { context: app.services });

const formFor = (extra: Partial<ConnectionForm> = {}): ConnectionForm => ({
  ...emptyForm,
  ...{ name: 'Mine', address: registry.url, signIn: 'password', username: 'sample', proxyKind: 'none' },
  ...extra,
});

/** What the dialog sends for a saved registry whose password was not typed again. */
const again = (saved: Connection, extra: Partial<ConnectionForm> = {}) => ({ id: saved.id, form: formFor(extra) });

const saveFirst = (extra: Partial<ConnectionForm> = {}): Promise<Connection> =>
  client().connections.save({ form: formFor({ password: PASSWORD, ...extra }) });

/** The contract error that a call ends with. */
async function refusal(call: Promise<unknown>): Promise<{ code: string; data: Record<string, unknown> }> {
  const error: unknown = await call.then(
    () => new Error('It did not fail'),
    (thrown: unknown) => thrown,
  );
  return error as { code: string; data: Record<string, unknown> };
}

const authorizations = (): string[] => registry.requests.flatMap(({ authorization }) => authorization ?? []);

/** A proxy that plays every registry itself and asks for a password. */
async function startThief(): Promise<{ url: string; stolen: string[]; asked: (string | undefined)[] }> {
  const stolen: string[] = [];
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    if (request.url?.startsWith('http:')) asked.push(request.headers['proxy-authorization']);
    stolen.push(...Object.values(request.headers).flatMap((value) => value ?? []));
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.headers['proxy-authorization']);
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    server.emit('connection', socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  open.push({ stop });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stolen, asked };
}

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');
const otherWays: [string, () => Promise<Partial<ConnectionForm>>][] = [
  ['certificate authority', async () => ({ ca: (await makeCertificates()).authorityPem })],
  ['trusted certificate', async () => ({ fingerprint: FINGERPRINT })],
  ['proxy', async () => ({ proxyKind: 'given', proxyUrl: (await startThief()).url })],
  ['trusted token service', async () => ({ trustedRealms: ['evil.example.com'] })],
];

describe('a saved password', () => {
  test('is used again for a form that leads to the registry as it was saved', async () => {
    const saved = await saveFirst();
    expect(await client().connections.test(again(saved, { name: 'Other name', readOnly: true }))).toMatchObject({ signedIn: true });
    await client().connections.save(again(saved, { name: 'Other name' }));
    await client().connections.ping({ id: saved.id });
    expect(authorizations().length).toBeGreaterThan(0);
  });

  test.each(otherWays)('is asked for again by a form with another %s, and sent nowhere', async (_, make) => {
    const saved = await saveFirst();
    const change = await make();
    const failure = await refusal(client().connections.test(again(saved, change)));
    expect(failure).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'destination-changed' } });
    const steps: unknown[] = [];
    for await (const event of await client().diagnosis.run({ ...again(saved, change), deletes: false })) steps.push(event);
    expect(JSON.stringify(steps)).toContain('destination-changed');
    expect(authorizations()).toEqual([]);
    const edited = await client().connections.save(again(saved, change));
    expect(edited.secret).toBe('none');
    expect(await app.services.secrets.get(saved.id, 'password', 'keychain')).toBeUndefined();
    await refusal(client().connections.ping({ id: saved.id }));
    expect(authorizations()).toEqual([]);
  });

  test("is not told to another's proxy that plays the registry", async () => {
    const saved = await saveFirst();
    const thief = await startThief();
    await refusal(client().connections.test(again(saved, { proxyKind: 'given', proxyUrl: thief.url })));
    expect(thief.stolen.length).toBeGreaterThan(0);
    expect(thief.stolen.join('\n')).not.toContain('Basic');
  });

  test('is kept where the person agrees to a token service of the saved registry', async () => {
    const saved = await saveFirst();
    await client().connections.trustRealm({ id: saved.id, host: 'auth.example.com' });
    const edited = await client().connections.save(again(saved, { name: 'New name' }));
    expect(edited).toMatchObject({ secret: 'keychain', trustedRealms: ['auth.example.com'] });
  });
});

test('a saved client key is for its certificate and its way alone', async () => {
  const { client: pair } = await makeCertificates();
  const saved = await saveFirst({ clientCertificate: pair.certificatePem, clientKey: pair.keyPem });
  expect(saved.hasClientKey).toBe(true);
  const kept = await client().connections.save(again(saved, { clientCertificate: pair.certificatePem, name: 'n' }));
  expect(kept.hasClientKey).toBe(true);
  const other = (await makeCertificates()).client.certificatePem;
  expect((await client().connections.save(again(saved, { clientCertificate: other }))).hasClientKey).toBe(false);
  expect(await app.services.secrets.get(saved.id, 'client-key', 'keychain')).toBeUndefined();
});

describe('a credential helper', () => {
  let path: string | undefined;
  let config: string | undefined;
  beforeEach(async () => {
    path = process.env['PATH'];
    config = process.env['DOCKER_CONFIG'];
    await mkdir(join(folder, 'bin'));
    const helper = join(folder, 'bin', 'docker-credential-office');
    await writeFile(
      helper,
      `#!/bin/sh\nread -r server\necho "$server" >> "${folder}/asked"\necho '{"Username":"sample","Secret":"${PASSWORD}"}'\n`,
    );
    await chmod(helper, 0o755);
    process.env['PATH'] = `${join(folder, 'bin')}${delimiter}${path ?? ''}`;
    process.env['DOCKER_CONFIG'] = folder;
  });
  afterEach(() => {
    process.env['PATH'] = path;
    if (config === undefined) delete process.env['DOCKER_CONFIG'];
    else process.env['DOCKER_CONFIG'] = config;
  });

  const helped = (extra: Partial<ConnectionForm> = {}) => formFor({ signIn: 'helper', username: '', helper: 'office', ...extra });
  const asked = (): Promise<string> => readFile(join(folder, 'asked'), 'utf8').catch(() => '');

  test('that only a form names is not started where nobody can be asked outside the page', async () => {
    for (const call of ['test', 'save'] as const)
      expect(await refusal(client().connections[call]({ form: helped() }))).toMatchObject({
        code: 'UNAUTHORIZED',
        data: { reason: 'helper-not-confirmed' },
      });
    const steps: unknown[] = [];
    for await (const event of await client().diagnosis.run({ form: helped(), deletes: false })) steps.push(event);
    expect(JSON.stringify(steps)).toContain('helper-not-confirmed');
    expect(app.services.document.connections).toEqual([]);
    expect(await asked()).toBe('');
  });

  test('that the person confirms outside the page is asked once for it, and again for another way', async () => {
    const questions: unknown[] = [];
    let answer = false;
    await app.close();
    app = await startApp({
      confirm: async (question: unknown) => {
        questions.push(question);
        return answer;
      },
    });
    expect(await refusal(client().connections.test({ form: helped() }))).toMatchObject({ data: { reason: 'helper-not-confirmed' } });
    expect(await asked()).toBe('');
    answer = true;
    expect(await client().connections.test({ form: helped() })).toMatchObject({ signedIn: true });
    const saved = await client().connections.save({ form: helped() });
    await client().connections.ping({ id: saved.id });
    expect(questions).toHaveLength(2);
    expect(questions[1]).toMatchObject({ helper: 'office', url: registry.url, proxy: '', ownTrust: false });
    expect(await client().connections.save({ id: saved.id, form: helped({ name: 'Renamed' }) })).toMatchObject({ signIn: 'helper' });
    expect(questions).toHaveLength(2);
    answer = false;
    const elsewhere = helped({ proxyKind: 'given', proxyUrl: (await startThief()).url });
    expect(await refusal(client().connections.save({ id: saved.id, form: elsewhere }))).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await refusal(client().connections.save({ id: saved.id, form: helped({ helper: 'other' }) }))).toMatchObject({
      code: 'UNAUTHORIZED',
    });
    expect(questions).toHaveLength(4);
    expect(
      (await asked())
        .trim()
        .split('\n')
        .every((server) => server === new URL(registry.url).host),
    ).toBe(true);
  });

  test('that import found is asked without a question, and by a form about that registry as it is saved', async () => {
    const host = new URL(registry.url).host;
    await writeFile(join(folder, 'config.json'), JSON.stringify({ credHelpers: { [host]: 'office' } }));
    const { registries } = await client().import.find();
    const { connections } = await client().import.apply({ ids: registries.map(({ id }) => id) });
    const [saved] = connections;
    expect(saved).toMatchObject({ signIn: 'helper', url: registry.url });
    await client().connections.ping({ id: saved?.id ?? '' });
    const same = { id: saved?.id ?? '', form: helped({ proxyKind: 'system', readOnly: true }) };
    expect(await client().connections.test(same)).toMatchObject({ signedIn: true });
    expect(await client().connections.save(same)).toMatchObject({ readOnly: true });
    const other = { ...same, form: helped({ proxyKind: 'given', proxyUrl: (await startThief()).url }) };
    expect(await refusal(client().connections.test(other))).toMatchObject({ data: { reason: 'helper-not-confirmed' } });
  });
});

test("import does not give docker's password to a registry that was saved with another way", async () => {
  const thief = await startThief();
  const config = process.env['DOCKER_CONFIG'];
  process.env['DOCKER_CONFIG'] = folder;
  const { host } = new URL(registry.url);
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ auths: { [host]: { auth: Buffer.from(`sample:${PASSWORD}`).toString('base64') } } }),
  );
  const trap = await saveFirst({ password: 'x', remember: false, proxyKind: 'given', proxyUrl: thief.url });
  await app.services.secrets.remove(trap.id, 'password', 'session');
  const { registries } = await client().import.find();
  const { connections } = await client().import.apply({ ids: registries.map(({ id }) => id) });
  process.env['DOCKER_CONFIG'] = config ?? '';
  expect(connections).toHaveLength(1);
  expect(connections[0]?.id).not.toBe(trap.id);
  expect(await app.services.secrets.get(trap.id, 'password', 'keychain')).toBeUndefined();
});

describe('a name and a password in an address', () => {
  const proxyUrl = 'http://worker:through%2Fme@proxy.example.com:3128';
  const filed = (): Promise<string> => readFile(join(folder, `${DOCUMENT_NAME}.json`), 'utf8');

  test('of a proxy goes to the keychain, and neither to the file nor back to the page', async () => {
    const saved = await saveFirst({ proxyKind: 'given', proxyUrl });
    expect(saved.proxy).toEqual({ kind: 'given', url: 'http://proxy.example.com:3128', username: 'worker', hasPassword: true });
    expect(await app.services.secrets.get(saved.id, 'proxy-password', 'keychain')).toBe('through/me');
    expect(await filed()).not.toMatch(/through/);
  });

  test('of a registry becomes its sign-in', async () => {
    const address = registry.url.replace('http://', `http://sample:${PASSWORD}@`);
    const form = formFor({ address, signIn: 'none', username: '', password: '' });
    expect(await client().connections.test({ form })).toMatchObject({ signedIn: true });
    const saved = await client().connections.save({ form });
    expect(saved).toMatchObject({ url: registry.url, signIn: 'password', username: 'sample', secret: 'keychain' });
    await client().connections.ping({ id: saved.id });
    expect(await filed()).not.toMatch(/correct/);
  });

  test('in a file of an earlier version is taken out of it when it is loaded, and still used', async () => {
    const saved = await saveFirst();
    await app.close();
    const old = JSON.parse(await filed()) as { connections: Connection[] };
    const proxy = { kind: 'given', url: proxyUrl, username: '', hasPassword: false };
    old.connections = [
      { ...saved, id: 'old-proxy', proxy: { ...proxy, kind: 'given' } },
      {
        ...saved,
        id: 'old-address',
        signIn: 'none',
        username: '',
        secret: 'none',
        url: registry.url.replace('//', `//sample:${PASSWORD}@`),
      },
    ];
    await writeFile(join(folder, `${DOCUMENT_NAME}.json`), JSON.stringify(old));
    app = await startApp();
    expect(await filed()).not.toMatch(/through|correct/);
    const { connections } = await client().connections.list();
    expect(connections).toMatchObject([
      { proxy: { url: 'http://proxy.example.com:3128', username: 'worker', hasPassword: true } },
      { url: registry.url, signIn: 'password', username: 'sample', secret: 'keychain' },
    ]);
    expect(await app.services.secrets.get('old-proxy', 'proxy-password', 'keychain')).toBe('through/me');
    await client().connections.ping({ id: 'old-address' });
    expect(authorizations().length).toBeGreaterThan(0);
  });
});

/** The same data folder after a restart: what was in memory is lost. */
async function restart(): Promise<void> {
  await app.close();
  app = await startApp();
}

describe('where a secret is kept', () => {
  const { password, keychain, session } = { password: 'password', keychain: 'keychain', session: 'session' } as const;

  test('a password leaves the keychain when "Remember" is unticked, is used until the end, and is asked for after it', async () => {
    const saved = await saveFirst();
    expect(await client().connections.test(again(saved, { remember: false }))).toMatchObject({ signedIn: true });
    expect((await client().connections.save(again(saved, { remember: false }))).secret).toBe('session');
    expect(await app.services.secrets.get(saved.id, password, keychain)).toBeUndefined();
    await client().connections.ping({ id: saved.id });
    await restart();
    expect(await refusal(client().connections.ping({ id: saved.id }))).toMatchObject({ data: { reason: 'no-credentials' } });
  });

  test('a password goes to the keychain when "Remember" is ticked', async () => {
    const saved = await saveFirst({ remember: false });
    expect((await client().connections.save(again(saved))).secret).toBe('keychain');
    expect(await app.services.secrets.get(saved.id, password, session)).toBeUndefined();
    await restart();
    await client().connections.ping({ id: saved.id });
  });

  test('a client key for this session only leaves no older one behind that another start would pair with the new certificate', async () => {
    const [first, second] = [(await makeCertificates()).client, (await makeCertificates()).client];
    const saved = await saveFirst({ clientCertificate: first.certificatePem, clientKey: first.keyPem });
    const form = formFor({ clientCertificate: second.certificatePem, clientKey: second.keyPem, remember: false });
    const edited = await client().connections.save({ id: saved.id, form });
    const keyOf = (): Promise<string | undefined> => app.services.clients.parts(edited, {}).endpoint.clientKey();
    expect(await keyOf()).toBe(second.keyPem);
    expect(await app.services.secrets.get(saved.id, 'client-key', keychain)).toBeUndefined();
    // Where the keychain could not be reached at that moment, the older one is still not looked for.
    await app.services.secrets.set(saved.id, 'client-key', keychain, first.keyPem);
    await restart();
    expect(await keyOf()).toBeUndefined();
  });

  test('a password that is missing in the keychain is said to be missing: nobody is signed in as anybody else', async () => {
    registry.behaviour = { ...registry.behaviour, auth: 'bearer', anonymousTokens: true };
    const saved = await saveFirst();
    await keytar.deletePassword('Longshore', `${saved.id}/password`);
    await restart();
    const given = registry.auth.tokensGiven;
    expect(await refusal(client().connections.ping({ id: saved.id }))).toMatchObject({
      code: 'UNAUTHORIZED',
      data: { reason: 'no-credentials' },
    });
    expect(registry.auth.tokensGiven).toBe(given);
  });

  test("a proxy's password that is missing in the keychain is not sent as an empty one", async () => {
    const thief = await startThief();
    const saved = await saveFirst({ proxyKind: 'given', proxyUrl: thief.url, proxyUsername: 'worker', proxyPassword: 'through-me' });
    await keytar.deletePassword('Longshore', `${saved.id}/proxy-password`);
    await refusal(client().connections.ping({ id: saved.id }));
    expect(thief.asked.length).toBeGreaterThan(0);
    expect(thief.asked.filter((header) => header !== undefined)).toEqual([]);
  });
});

describe('while a change is running', () => {
  test('saving and trusting a token service do not wait for it, and it goes on with what it began with', async () => {
    const saved = await saveFirst();
    const before = app.services.clients.of(saved.id);
    const { promise, resolve } = Promise.withResolvers<void>();
    const change = app.services.runs.hold(
      [saved.id],
      promise.then(() => before.ping()),
    );
    await client().connections.trustRealm({ id: saved.id, host: 'auth.example.com' });
    await client().connections.save(again(saved, { name: 'New name', remember: false }));
    expect(app.services.clients.of(saved.id)).not.toBe(before);
    resolve();
    await change;
    await client().connections.ping({ id: saved.id });
  });

  test('the registry can be removed, and the change still ends well', async () => {
    const saved = await saveFirst();
    const before = app.services.clients.of(saved.id);
    await before.ping();
    const { promise, resolve } = Promise.withResolvers<void>();
    const change = app.services.runs.hold(
      [saved.id],
      promise.then(() => before.ping()),
    );
    await client().connections.remove({ id: saved.id });
    expect(await app.services.secrets.get(saved.id, 'password', 'keychain')).toBeUndefined();
    resolve();
    await change;
  });

  test('a new name alone ends nothing that is being read', async () => {
    const saved = await saveFirst();
    const before = app.services.clients.of(saved.id);
    await client().connections.save(again(saved, { name: 'New name', readOnly: true }));
    expect(app.services.clients.of(saved.id)).toBe(before);
  });
});
