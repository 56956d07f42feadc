import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import Conf from 'conf';
import { afterEach, test as anyTest, beforeEach, expect, vi } from 'vitest';
import { pushImage } from '../../e2e/support/content/images.ts';
import { filesWith } from '../../e2e/support/files-with.ts';
import { testWith } from '../../e2e/support/needs.ts';
import { type Distribution, startDistribution } from '../../e2e/support/servers/distribution.ts';
import { startTokenService, type TokenService } from '../../e2e/support/servers/token-service.ts';
import { type ConnectionForm, emptyForm } from '../../shared/contract/connections.ts';
import { type App, createApp } from '../app.ts';
import { router } from '../router/router.ts';
import { DOCUMENT_NAME } from '../storage/document.ts';

const test = testWith(anyTest, 'docker-registry', 'skopeo', 'openssl');

const USERNAME = 'reader';
const PASSWORD = 'corréct-horse';
const WRONG = 'wr0ng-password';
const USER_INFO = 'fr0m-the-address';

let folder: string;
let tokens: TokenService;
let registry: Distribution;
let app: App;

beforeEach(async () => {
  vi.stubEnv('LONGSHORE_LOG', 'debug');
  folder = await mkdtemp(join(tmpdir(), 'longshore-log-'));
  tokens = await startTokenService(USERNAME, PASSWORD);
  registry = await startDistribution({ token: tokens });
  const store = new Conf({ cwd: folder, configName: DOCUMENT_NAME, projectName: 'Longshore' });
  app = await createApp({ dataFolder: folder, store, damagedFile: undefined, version: 'test' });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await registry.stop();
  await tokens.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

const form = (extra: Partial<ConnectionForm>): ConnectionForm => ({
  ...emptyForm,
  ...{ name: 'Mine', address: registry.url, signIn: 'password', username: USERNAME, proxyKind: 'none', remember: false },
  ...extra,
});

test('signing in to a real registry at the level debug leaves no secret in the log or in the diagnostics', async () => {
  const credentials = `${USERNAME}:${PASSWORD}`;
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials });
  const client = createRouterClient(router, { context: app.services });
  const withUserInfo = registry.url.replace('://', `://${USERNAME}:${USER_INFO}@`);
  await expect(client.connections.test({ form: form({ password: WRONG }) })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(client.connections.test({ form: form({ address: withUserInfo }) })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  const { id } = await client.connections.save({ form: form({ password: PASSWORD }) });
  const read: string[] = [];
  for await (const event of await client.tags.read({ connectionId: id, repository: 'team/api', readId: 'r', recall: true }))
    read.push(event.kind);
  expect(read).toContain('details');
  const { text } = await client.settings.diagnostics();
  await app.close();

  const log = app.services.log.tail(10_000).map((line) => JSON.parse(line) as Record<string, unknown>);
  const seen = (event: string, fields: Record<string, unknown>) =>
    expect(log).toContainEqual(expect.objectContaining({ event, ...fields }));
  seen('start', { version: 'test' });
  seen('call-failed', { code: 'UNAUTHORIZED', reason: 'rejected', host: registry.host });
  seen('call', { call: 'tags.read' });
  seen('request', { method: 'GET', host: registry.host, path: '/v2/team/api/tags/list?…', status: 200 });
  seen('request', { method: 'GET', host: new URL(tokens.realm).host, path: '/token?…', status: 200 });
  seen('end', { idle: true });

  expect(text).toContain(`- ${registry.url}, sign-in: password (session)`);
  const secrets = [PASSWORD, WRONG, USER_INFO].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(`${USERNAME}:${secret}`).toString('base64').slice(0, -4),
  ]);
  // Every token that Distribution verifies begins like this.
  for (const secret of [...secrets, 'eyJ', 'Bearer ', 'Basic ']) {
    expect([secret, await filesWith(folder, secret)]).toEqual([secret, []]);
    expect([secret, text.includes(secret)]).toEqual([secret, false]);
  }
});
