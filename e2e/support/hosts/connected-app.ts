import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Conf from 'conf';
import { afterEach, beforeEach } from 'vitest';
import { type App, type AppOptions, createApp } from '../../../electron/app.ts';
import { router } from '../../../electron/router/router.ts';
import { DOCUMENT_NAME } from '../../../electron/storage/document.ts';
import { type Connection, type ConnectionForm, emptyForm } from '../../../shared/contract/connections.ts';
import { RegistryDouble } from '../registry/double.ts';
import { started } from '../started.ts';

export const PASSWORD = 'correct-horse';

/** Of the test that runs: a registry with a password, a data folder, and the application over it. */
export let registry: RegistryDouble;
export let folder: string;
export let app: App;

/** The application over the data folder of the test. */
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
  // What the start began in the background may still be writing.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

/** The contract, called without a page. */
export const client = () => createRouterClient(router, { context: app.services });

/** The form that adds the registry of the test. */
export const formFor = (extra: Partial<ConnectionForm> = {}): ConnectionForm => ({
  ...emptyForm,
  ...{ name: 'Mine', address: registry.url, signIn: 'password', username: 'sample', proxyKind: 'none' },
  ...extra,
});

/** What the dialog sends for a saved registry whose password was not typed again. */
export const again = (saved: Connection, extra: Partial<ConnectionForm> = {}) => ({ id: saved.id, form: formFor(extra) });

/** Adds the registry of the test. */
export const saveFirst = (extra: Partial<ConnectionForm> = {}): Promise<Connection> =>
  client().connections.save({ form: formFor({ password: PASSWORD, ...extra }) });

/** The contract error that a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; data: Record<string, unknown> }> {
  const error: unknown = await call.then(
    () => new Error('It did not fail'),
    (thrown: unknown) => thrown,
  );
  return error as { code: string; data: Record<string, unknown> };
}

/** Every sign-in that the registry was sent. */
export const authorizations = (): string[] => registry.requests.flatMap(({ authorization }) => authorization ?? []);

/** A proxy that plays every registry itself and asks for a password. */
export async function startThief(): Promise<{ url: string; stolen: string[]; asked: (string | undefined)[] }> {
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
  started({ stop });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stolen, asked };
}

/** Starts the application of the test again, over what it left; what was in memory is lost. */
export async function reopen(options: Partial<AppOptions> = {}): Promise<void> {
  app = await startApp(options);
}

/** Ends the application of the test and starts it again. */
export async function restart(options: Partial<AppOptions> = {}): Promise<void> {
  await app.close();
  await reopen(options);
}
