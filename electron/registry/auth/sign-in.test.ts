import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { connect, failureOf } from '../../../e2e/support/connect.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { putImage, SampleStore } from '../../sample/store.ts';
import type { Credential, Endpoint } from '../endpoint.ts';
import { readQuota } from '../http/quota.ts';
import { lifeOf, readGrant } from './grant.ts';

const password: Credential = { kind: 'password', username: 'sample', password: 'sample' };

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

async function start(behaviour: Partial<Behaviour>): Promise<RegistryDouble> {
  const store = new SampleStore();
  const plan = { layers: [], created: '2026-01-01T00:00:00Z', platform: { os: 'linux', architecture: 'amd64' } };
  for (const name of ['team/api', 'team/web']) putImage(store.repository(name), plan, ['a', 'b']);
  const registry = new RegistryDouble(store, behaviour);
  await registry.start();
  open.push(registry);
  return registry;
}

function client(url: string, credential: Credential, extra: Partial<Endpoint> = {}) {
  const made = connect(url, credential, extra);
  open.push({ stop: () => made.close() });
  return made;
}

const tokenRequests = (registry: RegistryDouble): string[] =>
  registry.requests.filter(({ path }) => path.startsWith('/token')).map(({ method }) => method);

describe('the two ways to ask for a token', () => {
  test('a password goes by GET, and by POST where the service knows nothing else', async () => {
    const usual = await start({ auth: 'bearer' });
    await client(usual.url, password).head('team/api', 'a');
    expect(tokenRequests(usual)).toEqual(['GET']);
    const other = await start({ auth: 'bearer', tokenFlow: 'post' });
    await client(other.url, password).head('team/api', 'a');
    expect(tokenRequests(other)).toEqual(['GET', 'POST']);
  });

  test('a wrong password is not tried again another way', async () => {
    const registry = await start({ auth: 'bearer' });
    await failureOf(client(registry.url, { ...password, password: 'no' }).head('team/api', 'a'));
    expect(tokenRequests(registry)).toEqual(['GET']);
  });

  test('an identity token goes by POST, and where the service knows only GET as the password of its name', async () => {
    const usual = await start({ auth: 'bearer', identityToken: 'refresh-me' });
    await client(usual.url, { kind: 'identity', username: '<token>', token: 'refresh-me' }).head('team/api', 'a');
    expect(tokenRequests(usual)).toEqual(['POST']);
    const other = await start({ auth: 'bearer', tokenFlow: 'get' });
    await client(other.url, { kind: 'identity', username: 'sample', token: 'sample' }).head('team/api', 'a');
    expect(tokenRequests(other)).toEqual(['POST', 'GET']);
  });

  test('an identity token that has ended is called refused', async () => {
    const registry = await start({ auth: 'bearer', identityToken: 'another' });
    const failure = await failureOf(client(registry.url, { kind: 'identity', username: '', token: 'refresh-me' }).ping());
    expect(failure).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'rejected' } });
  });

  test('access_token is a token, too, and one without a time lives for a minute', async () => {
    const registry = await start({ auth: 'bearer', tokenField: 'access_token', tokenTellsExpiry: false });
    const asked = client(registry.url, password);
    await asked.head('team/api', 'a');
    await asked.head('team/api', 'b');
    expect(registry.auth.tokensGiven).toBe(1);
  });

  test('a pasted access token answers the challenge as it is', async () => {
    const registry = await start({ auth: 'bearer' });
    const other = client(registry.url, password);
    await other.head('team/api', 'a');
    const [given] = registry.requests.flatMap(({ authorization }) => /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? []);
    expect(await client(registry.url, { kind: 'token', token: given ?? '' }).head('team/api', 'b')).toBeDefined();
    expect(registry.auth.tokensGiven).toBe(1);
  });
});

describe('challenges', () => {
  test('each request has its own: an open /v2/ says nothing of repositories, and one scope nothing of another', async () => {
    const registry = await start({ auth: 'bearer' });
    const asked = client(registry.url, password);
    await asked.head('team/api', 'a');
    await asked.head('team/web', 'a');
    await asked.head('team/api', 'b');
    expect(registry.auth.tokensGiven).toBe(2);
  });

  test('scopes of a challenge and ours are one request', async () => {
    const registry = await start({ auth: 'bearer' });
    await client(registry.url, password).deleteManifest('team/api', 'a');
    const asked = registry.requests.filter(({ path }) => path.startsWith('/token'));
    expect(asked.map(({ path }) => new URLSearchParams(path.slice(path.indexOf('?'))).getAll('scope'))).toEqual([
      ['repository:team/api:delete'],
    ]);
  });

  test('a Basic challenge after a refused token does not make the password go where it was not asked for', async () => {
    const registry = await start({
      auth: 'bearer',
      allowedActions: ['pull'],
      challenge: ({ origin, scope, refused }) =>
        refused ? ['Basic realm="harbor"'] : [`Bearer realm="${origin}/token",service="x",scope="${scope}"`],
    });
    const failure = await failureOf(client(registry.url, password).deleteManifest('team/api', 'a'));
    expect(failure).toMatchObject({ code: 'FORBIDDEN', data: { action: 'delete' } });
    const toRegistry = registry.requests.filter(({ path }) => path.startsWith('/v2/'));
    expect(toRegistry.every(({ authorization }) => !authorization?.startsWith('Basic'))).toBe(true);
  });

  test('an empty challenge means that one may not, not that the password is wrong', async () => {
    const registry = await start({ auth: 'bearer', challenge: () => [] });
    expect(await failureOf(client(registry.url, password).head('team/api', 'a'))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('long work', () => {
  test('a token that ends in the middle is renewed once, however many requests are under way', async () => {
    const registry = await start({ auth: 'bearer' });
    const asked = client(registry.url, password);
    await asked.head('team/api', 'a');
    registry.auth.expireAll();
    await Promise.all(Array.from({ length: 30 }, () => asked.head('team/api', 'b')));
    expect(registry.auth.tokensGiven).toBe(2);
  });

  test('a password that has expired is fetched anew, as a credential helper has it, and the request goes on', async () => {
    const registry = await start({ auth: 'basic', password: 'old' });
    let current = 'old';
    let fetched = 0;
    const credential = async () => {
      fetched++;
      return { ...password, password: current };
    };
    const asked = client(registry.url, password, { credential });
    expect(await asked.head('team/api', 'a')).toBeDefined();
    registry.behaviour = { ...registry.behaviour, password: 'new', expiredPassword: 'old' };
    expect(await failureOf(asked.manifest('team/api', 'a'))).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'expired' } });
    current = 'new';
    fetched = 0;
    // All at once: the first to be refused fetches the new one, for all.
    await Promise.all(Array.from({ length: 4 }, () => asked.manifest('team/api', 'a')));
    expect(fetched).toBeLessThan(3);
  });

  test('tokens that are refused at once with a Basic challenge, as Harbor and Azure do, are all renewed', async () => {
    const registry = await start({
      auth: 'bearer',
      challenge: ({ origin, scope, refused }) =>
        refused ? ['Basic realm="x"'] : [`Bearer realm="${origin}/token",service="x",scope="${scope}"`],
    });
    const asked = client(registry.url, password);
    await asked.head('team/api', 'a');
    registry.auth.expireAll();
    await Promise.all(Array.from({ length: 6 }, () => asked.head('team/api', 'b')));
    const toRegistry = registry.requests.filter(({ path }) => path.startsWith('/v2/'));
    expect(toRegistry.every(({ authorization }) => !authorization?.startsWith('Basic'))).toBe(true);
  });

  test('a token service that is asked too often is left alone for as long as it says', async () => {
    const registry = await start({ auth: 'bearer' });
    registry.fault = ({ path }) => (path === '/token' ? { kind: 'status', status: 429, headers: { 'retry-after': '120' } } : undefined);
    const failure = await failureOf(client(registry.url, password).ping());
    expect(failure).toMatchObject({ code: 'RATE_LIMITED', data: { retryAfter: 120_000 } });
  });
});

test('what a JWT says of itself is read, and what is none says nothing', () => {
  const exp = Math.floor(Date.now() / 1000) + 900;
  const access = [{ type: 'repository', name: 'team/api', actions: ['pull'] }];
  const jwt = `x.${Buffer.from(JSON.stringify({ exp, access })).toString('base64url')}.y`;
  expect(lifeOf(jwt)).toBeGreaterThan(890_000);
  expect(lifeOf('opaque')).toBeUndefined();
  // The service's own clock says how long it lasts, whatever this machine's says.
  const elsewhere = Buffer.from(JSON.stringify({ iat: 1000, exp: 1300, access })).toString('base64url');
  expect(lifeOf(`x.${elsewhere}.y`)).toBe(300_000);
  expect(readGrant(['repository:team/api:pull,push'], { value: jwt, expiresAt: 0 })).toMatchObject({
    asked: 'repository:team/api:pull,push',
    granted: 'repository:team/api:pull',
  });
});

test.each([
  [
    { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '76;w=21600' },
    { limit: 100, remaining: 76, windowSeconds: 21_600 },
  ],
  [
    { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999' },
    { limit: 5000, remaining: 4999 },
  ],
  [{ 'ratelimit-limit': 'many', 'ratelimit-remaining': '76' }, undefined],
  [{}, undefined],
])('the quota in %j is read', (headers, expected) => {
  expect(readQuota(headers)).toEqual(expected);
});

test.each([-8_760, 8_760])('a clock that jumps by %i hours makes no token older or younger', async (hours) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    // A token is renewed 5 s early.
    const registry = await start({ auth: 'bearer', tokenLife: 6 });
    const asked = client(registry.url, password);
    await asked.manifest('team/api', 'a');
    vi.setSystemTime(Date.now() + hours * 3_600_000);
    await asked.manifest('team/api', 'a');
    expect(registry.auth.tokensGiven).toBe(1);
    await wait(1_100);
    await asked.manifest('team/api', 'a');
    expect(registry.auth.tokensGiven).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

test('a date until which to wait is held against the clock of the registry that names it', async () => {
  const registry = await start({ auth: 'none' });
  const headers = { 'retry-after': 'Thu, 01 Jan 2037 00:02:00 GMT', date: 'Thu, 01 Jan 2037 00:00:00 GMT' };
  registry.fault = () => ({ kind: 'status', status: 429, headers });
  const failure = await failureOf(client(registry.url, password).manifest('team/api', 'a'));
  expect(failure).toMatchObject({ code: 'RATE_LIMITED', data: { retryAfter: 120_000 } });
});
