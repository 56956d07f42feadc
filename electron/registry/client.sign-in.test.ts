import { describe, expect, test } from 'vitest';
import { failureOf } from '../../e2e/support/connect.ts';
import { connect, password, startRegistry } from '../../e2e/support/registry/connected.ts';

describe('signing in', () => {
  test('nothing is sent before a challenge', async () => {
    const registry = await startRegistry();
    await connect(registry.url, password).ping();
    expect(registry.requests.map((request) => request.authorization)).toEqual([undefined]);
  });

  test.each(['basic', 'bearer'] as const)('%s: the challenge is answered, and remembered for its scope', async (auth) => {
    const registry = await startRegistry({ auth });
    const client = connect(registry.url, password);
    await client.head('team/api', 'a');
    await client.head('team/api', 'b');
    expect(registry.requests.filter((request) => request.path.endsWith('/manifests/b'))).toHaveLength(1);
  });

  test('many requests at once ask for one token', async () => {
    const registry = await startRegistry({ auth: 'bearer' });
    const client = connect(registry.url, password);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((tag) => client.head('team/api', tag)));
    expect(registry.auth.tokensGiven).toBe(1);
  });

  test('a token that has expired is renewed without an error', async () => {
    const registry = await startRegistry({ auth: 'bearer', tokenLife: 0.2 });
    const client = connect(registry.url, password);
    await client.head('team/api', 'a');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await client.head('team/api', 'b')).toBeDefined();
    expect(registry.auth.tokensGiven).toBe(2);
  });

  test.each(['basic', 'bearer'] as const)('%s: a wrong password is refused, once', async (auth) => {
    const registry = await startRegistry({ auth });
    const failure = await failureOf(connect(registry.url, { ...password, password: 'no' }).ping());
    expect(failure).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'rejected' } });
    expect(registry.requests.length).toBeLessThan(4);
  });

  test('no password where one is wanted is said as that', async () => {
    const registry = await startRegistry({ auth: 'basic' });
    expect(await failureOf(connect(registry.url).ping())).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'no-credentials' } });
  });

  test('a token without the right to delete is no right', async () => {
    const registry = await startRegistry({ auth: 'bearer', allowedActions: ['pull'] });
    expect(await failureOf(connect(registry.url, password).deleteManifest('team/api', 'a'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(registry.store.repository('team/api').tags.has('a')).toBe(true);
  });
});
