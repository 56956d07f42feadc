import { test as anyTest, describe, expect } from 'vitest';
import { again, app, client, saveFirst } from '../../e2e/support/hosts/connected-app.ts';
import { testWith } from '../../e2e/support/needs.ts';

const test = testWith(anyTest, 'keychain');

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
