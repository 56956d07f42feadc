import { expect, test } from 'vitest';
import { authorizations, client, formFor, refusal, registry, saveFirst, startThief } from '../../e2e/support/hosts/connected-app.ts';
import { freePort } from '../../e2e/support/process.ts';

const WRONG = { password: 'wrong', remember: false };
const rejected = { code: 'UNAUTHORIZED', data: { reason: 'rejected' } };

test('an address on this computer without a scheme is saved as what answers there, also when the password is wrong', async () => {
  const address = new URL(registry.url).host;
  expect(await refusal(client().connections.test({ form: formFor({ address, ...WRONG }) }))).toMatchObject(rejected);
  const sent = authorizations().length;
  const saved = await saveFirst({ address, ...WRONG });
  expect(saved.url).toBe(registry.url);
  expect(authorizations()).toHaveLength(sent);
  expect(await refusal(client().connections.ping({ id: saved.id }))).toMatchObject(rejected);
});

test('where nothing answers, and for another host, the address is saved over https', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  expect(await saveFirst({ address, ...WRONG })).toMatchObject({ url: `https://${address}` });
  expect(await saveFirst({ address: 'registry.invalid', ...WRONG })).toMatchObject({ url: 'https://registry.invalid' });
});

test('another host is asked nothing when it is saved: plain http needs consent', async () => {
  const { url, asked } = await startThief();
  const behind = { ...WRONG, proxyKind: 'given', proxyUrl: url } as const;
  expect(await saveFirst({ address: 'registry.invalid', ...behind })).toMatchObject({ url: 'https://registry.invalid' });
  expect(asked).toEqual([]);
});
